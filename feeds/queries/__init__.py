"""Reads of the talk: streams, posts dressed for showing, who reads what, who may be mentioned."""

from feeds.queries.audience import Audience, Audiences
from feeds.queries.beside import newcomers, not_answered_yet
from feeds.queries.dress import dress_comments, dress_posts, dress_talk, with_people
from feeds.queries.hearing import deaf_at, deaf_to_post, heard, out_of_circle
from feeds.queries.news import new_posts
from feeds.queries.notices import is_waiting
from feeds.queries.people import circle_of, is_near, suggest_people, suggest_tags
from feeds.queries.places import readable_place, writable_places
from feeds.queries.readers import readers_of_comment, readers_of_post
from feeds.queries.reading import when_read
from feeds.queries.streams import (
    Page,
    Stream,
    comments_after,
    comments_under,
    cursor_of,
    page_of,
    stream_named,
)
from feeds.queries.waiting import first_posts_unanswered, quiet_subgroups

__all__ = [
    "Audience",
    "Audiences",
    "Page",
    "Stream",
    "circle_of",
    "comments_after",
    "comments_under",
    "cursor_of",
    "deaf_at",
    "deaf_to_post",
    "dress_comments",
    "dress_posts",
    "dress_talk",
    "first_posts_unanswered",
    "heard",
    "is_near",
    "is_waiting",
    "new_posts",
    "newcomers",
    "not_answered_yet",
    "out_of_circle",
    "page_of",
    "quiet_subgroups",
    "readable_place",
    "readers_of_comment",
    "readers_of_post",
    "stream_named",
    "suggest_people",
    "suggest_tags",
    "when_read",
    "with_people",
    "writable_places",
]
