"""What must be erased: a whole community, when its closing has run its course."""

from django.db import models

from communities.models.community import Community
from core.due import Due


class CommunityErasure(Due):
    """At `due_at` every row and file of `community` goes, and the community with them.

    No tenant row itself, so that it outlives them: whatever stops the work half-way, it goes on.
    """

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
