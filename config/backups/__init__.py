"""One sealed file with everything: the database as it stood at one instant, and all uploads.

`sealing` encrypts, `databases` reads and fills SQLite and PostgreSQL, `making` writes the file,
`restoring` puts it into an empty place. `docs/adr/0006-backup.md` says why.
"""


class Trouble(Exception):
    """A sentence for the operator: what is wrong, and that nothing was changed."""
