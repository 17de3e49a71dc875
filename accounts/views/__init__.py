"""Pages of one's own account."""

from accounts.views.failures import csrf_failure

__all__ = ["csrf_failure"]
