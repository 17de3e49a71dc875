"""A picture as it came, made into one we may show: decoded, turned upright, written anew."""

import struct
import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, NamedTuple

from PIL import Image, ImageOps

MOST_BYTES = 15_000_000
MOST_PIXELS = 50_000_000
# A picture unpacked takes up to 200 MB: one at a time, however many threads the server has.
_unpacking = threading.Lock()
LONGEST_SIDE = 2_000
# A logo comes with every page.
LOGO_SIDE = 256
QUALITY = 82
# What we decode. SVG is a program, not a picture.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class Unreadable(Exception):
    """Not a picture of a kind we take, or damaged."""


class TooLarge(Exception):
    """More bytes or pixels than we take."""


@dataclass(frozen=True)
class Picture:
    """WebP bytes without any metadata, and their size in pixels."""

    content: bytes
    width: int
    height: int

    content_type = "image/webp"
    suffix = ".webp"


class Described(NamedTuple):
    """A picture and what it shows, in words or empty."""

    picture: Picture
    alt: str


def re_encode(upload: BinaryIO, size: int, longest: int = LONGEST_SIDE) -> Picture:
    """Decode `upload` of `size` bytes and write it anew, no side above `longest` pixels.

    Raises `Unreadable`, `TooLarge`.

    The kind is read from the bytes, never from the name. Size in pixels is known from the header,
    so a bomb is refused before it is unpacked.
    """
    if size > MOST_BYTES:
        raise TooLarge
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise TooLarge
            with _unpacking:
                return written_anew(image, longest)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error) as error:
        raise Unreadable from error


def written_anew(image: Image.Image, longest: int) -> Picture:
    """The first frame, upright, at most `longest` long, with its colours alone.

    Made small before anything else: a JPEG is then decoded no larger than needed, and no copy is
    as large as what came.
    """
    colours = "RGBA" if image.has_transparency_data else "RGB"
    # Between the colours of a palette there is nothing to make a small picture of.
    small = image.convert(colours) if image.mode == "P" else image
    small.draft(None, (longest, longest))
    small.thumbnail((longest, longest))
    plain = ImageOps.exif_transpose(small).convert(colours)
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    out = BytesIO()
    fresh.save(out, "WEBP", quality=QUALITY)
    return Picture(out.getvalue(), fresh.width, fresh.height)
