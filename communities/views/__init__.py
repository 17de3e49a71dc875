"""Pages of a community, by noun."""

from communities.views.outside import home

__all__ = ["home"]
