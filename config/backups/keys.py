"""The operator's key: from the environment or a file, never from the command line."""

from pathlib import Path

from django.conf import settings

from config.backups import Trouble

SHORTEST = 20


def given(path: Path | None) -> str:
    """The key from the file at `path`, or else from BACKUP_KEY.

    Raises `Trouble` without a key, and for one short enough to be guessed.
    """
    try:
        key = path.read_text().strip() if path else settings.BACKUP_KEY.strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"The key cannot be read from {path}.") from error
    if not key:
        raise Trouble("Give the key of the backup: in BACKUP_KEY, or as --key-file PATH.")
    if len(key) < SHORTEST:
        raise Trouble(f"The key is too short: at least {SHORTEST} random characters.")
    return key
