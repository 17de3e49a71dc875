"""The operator's pages: people, communities' facts, what is due. Never what people write."""

from config.operator.site import site

__all__ = ["site"]
