"""Sentences that the past of a demo's community is made of, in each language."""

from config.seeds.pieces.shape import Manner, Pieces, Room, Topic
from config.seeds.pieces.talk_en import PIECES as ENGLISH
from config.seeds.pieces.talk_ru import PIECES as RUSSIAN

PIECES = {"en": ENGLISH, "ru": RUSSIAN}

__all__ = ["PIECES", "Manner", "Pieces", "Room", "Topic"]
