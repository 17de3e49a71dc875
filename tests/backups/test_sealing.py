"""What was sealed opens with its key, whole and unchanged; else not one byte is believed."""

import io
import os

import pytest

from config.backups import Trouble, sealing
from config.backups.sealing import (
    CHUNK_BYTES,
    MAGIC,
    SALT_BYTES,
    TAG_BYTES,
    SealedReader,
    SealedWriter,
)

KEY = "twenty random characters"
HEAD = len(MAGIC) + SALT_BYTES
SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """How slowly keys are guessed is not what is looked at here."""
    monkeypatch.setitem(sealing.SCRYPT, "n", 2)


def sealed(content: bytes) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, KEY)
    writer.write(content)
    writer.finish()
    return out.getvalue()


def unsealed(content: bytes, key: str = KEY) -> bytes:
    return SealedReader(io.BytesIO(content), key).readall()


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES]
)
def test_what_was_sealed_opens(size: int) -> None:
    content = os.urandom(size)
    assert unsealed(sealed(content)) == content


def test_the_same_content_never_looks_the_same() -> None:
    assert sealed(b"the same")[HEAD:] != sealed(b"the same")[HEAD:]


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Trouble, match="key does not fit"):
        unsealed(sealed(b"something"), key="twenty other characters")


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (0, "no backup"),
        (HEAD - 1, "no backup"),
        (HEAD, "key does not fit"),
        (HEAD + 5, "key does not fit"),
        (HEAD + SEALED_CHUNK, "ends too early"),
        (HEAD + SEALED_CHUNK + 5, "cut short"),
        (HEAD + 2 * SEALED_CHUNK, "ends too early"),
        (-1, "cut short"),
    ],
)
def test_a_file_that_was_cut_is_refused(left: int, sentence: str) -> None:
    with pytest.raises(Trouble, match=sentence):
        unsealed(sealed(b"x" * (2 * CHUNK_BYTES + 100))[:left])


@pytest.mark.parametrize("place", [0, len(MAGIC), HEAD, HEAD + SEALED_CHUNK + 3, -1])
def test_one_flipped_byte_is_found(place: int) -> None:
    content = bytearray(sealed(b"x" * (CHUNK_BYTES + 100)))
    content[place] ^= 1
    with pytest.raises(Trouble):
        unsealed(bytes(content))


def test_chunks_that_changed_places_are_found() -> None:
    content = sealed(b"x" * 3 * CHUNK_BYTES)
    head, first = content[:HEAD], content[HEAD : HEAD + SEALED_CHUNK]
    second = content[HEAD + SEALED_CHUNK : HEAD + 2 * SEALED_CHUNK]
    with pytest.raises(Trouble):
        unsealed(head + second + first + content[HEAD + 2 * SEALED_CHUNK :])


def test_something_after_the_end_is_found() -> None:
    with pytest.raises(Trouble):
        unsealed(sealed(b"x") + b"more")
