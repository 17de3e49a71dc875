"""What is new for a member since they last looked: apps that hold words count their own."""

from collections.abc import Callable

from communities.models import Membership

# No page says more than «more than 20».
MOST = 20
# Each runs in the community's scope and counts to `MOST` + 1 at most.
counters: list[Callable[[Membership], int]] = []
