"""Apps that show aliases on open pages say here how these learn of another one."""

from collections.abc import Callable

from communities.models import Membership

# Called inside the transaction in which a member took another alias.
listeners: list[Callable[[Membership], None]] = []
