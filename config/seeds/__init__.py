"""The demo's communities: one in each language, with four persons to look through."""

from config.seeds.cast import PERSONS, SIZES, Person, Size, Story, Words
from config.seeds.telling import tell_story

__all__ = ["PERSONS", "SIZES", "Person", "Size", "Story", "Words", "tell_story"]
