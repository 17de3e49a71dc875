"""What somebody leaves behind: each app says what it does with its part of it."""

from collections.abc import Callable

from communities.models import Leaving, Membership

# Follows the choice in `Leaving.words` (`FORMER` or `DELETED`) for one batch; `True` when nothing
# is left to do. Called again after any interruption, so it finds out by itself where it is.
settlers: list[Callable[[Leaving], bool]] = []
# Publishes the goodbye of a member who is still here, to the community.
goodbyes: list[Callable[[Membership, str], None]] = []
