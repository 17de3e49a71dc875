"""The serious talk: posts with pictures, comments, where they stand, who is named and followed."""

from feeds.models.comment import Comment
from feeds.models.follow import Follow
from feeds.models.hashtag import Hashtag, PostHashtag
from feeds.models.mention import Mention
from feeds.models.picture import PostPicture
from feeds.models.post import Placement, Post

__all__ = [
    "Comment",
    "Follow",
    "Hashtag",
    "Mention",
    "Placement",
    "Post",
    "PostHashtag",
    "PostPicture",
]
