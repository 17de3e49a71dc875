"""«Как это сделать»: one page each for owner, curator and member."""

from communities.how_to.curator import CURATOR
from communities.how_to.member import MEMBER
from communities.how_to.owner import OWNER
from communities.how_to.shapes import Question

PAGES: dict[str, tuple[Question, ...]] = {"owner": OWNER, "curator": CURATOR, "member": MEMBER}

__all__ = ["PAGES", "Question"]
