"""The places of somebody who left: which subgroups they were in is kept nowhere."""

from communities.models import Leaving
from subgroups.models import Search, SubgroupMembership


def settle_places(leaving: Leaving) -> bool:
    """Places and the wish for one do not come back with the person, so nobody needs them."""
    person, until = leaving.membership, leaving.until
    SubgroupMembership.objects.filter(membership=person, since__lte=until).delete()
    Search.objects.filter(member=person, since__lte=until).delete()
    return True
