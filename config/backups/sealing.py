"""The sealed file: chunks of AES-256-GCM, so that no byte is believed before it is proved.

    magic, 16 bytes | salt, 16 bytes | chunk | chunk | … | last chunk

The key of one file comes from the operator's key and the file's own salt through scrypt. Nonces
count the chunks and mark the last (the STREAM construction): a chunk that was changed, moved,
taken out, or after which the rest was cut off, does not open.
"""

import io
import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from config.backups import Trouble

MAGIC = b"blizko-backup-1\n"
SALT_BYTES = 16
CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
# 128 MB and about half a second for each guess at a key.
SCRYPT = {"length": 32, "n": 2**17, "r": 8, "p": 1}


def cipher(key: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, **SCRYPT).derive(key.encode()))


def nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class SealedWriter(io.RawIOBase):
    """Seals what is written into `out`. `finish` marks the end; without it the file is cut."""

    def __init__(self, out: IO[bytes], key: str) -> None:
        self.out = out
        self.head = MAGIC + os.urandom(SALT_BYTES)
        self.cipher = cipher(key, self.head[len(MAGIC) :])
        self.waiting = bytearray()
        self.number = 0
        out.write(self.head)

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        piece = memoryview(content)  # type: ignore[arg-type]
        self.waiting += piece
        # One byte more than a chunk: only `finish` knows which chunk is the last.
        while len(self.waiting) > CHUNK_BYTES:
            self.seal(bytes(self.waiting[:CHUNK_BYTES]), last=False)
            del self.waiting[:CHUNK_BYTES]
        return len(piece)

    def seal(self, chunk: bytes, *, last: bool) -> None:
        self.out.write(self.cipher.encrypt(nonce(self.number, last=last), chunk, self.head))
        self.number += 1

    def finish(self) -> None:
        self.seal(bytes(self.waiting), last=True)
        self.waiting.clear()


class SealedReader(io.RawIOBase):
    """Reads what a `SealedWriter` wrote. Raises `Trouble` at the first byte that is not proved."""

    def __init__(self, source: IO[bytes], key: str) -> None:
        self.source = source
        self.head = source.read(len(MAGIC) + SALT_BYTES)
        if not self.head.startswith(MAGIC) or len(self.head) < len(MAGIC) + SALT_BYTES:
            raise Trouble("This is no backup of Blizko, or its beginning is damaged.")
        self.cipher = cipher(key, self.head[len(MAGIC) :])
        self.number = 0
        self.opened = memoryview(b"")
        self.ahead = source.read(CHUNK_BYTES + TAG_BYTES)
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        into = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self.opened and not self.ended:
            self.opened = memoryview(self.open_next())
        size = min(len(into), len(self.opened))
        into[:size] = self.opened[:size]
        self.opened = self.opened[size:]
        return size

    def open_next(self) -> bytes:
        chunk, self.ahead = self.ahead, self.source.read(CHUNK_BYTES + TAG_BYTES)
        self.ended = not self.ahead
        try:
            content = self.cipher.decrypt(nonce(self.number, last=self.ended), chunk, self.head)
        except InvalidTag:
            raise Trouble(self.reason(chunk)) from None
        self.number += 1
        return content

    def reason(self, chunk: bytes) -> str:
        """Why `chunk`, the next one, did not open: as exactly as can be known."""
        place = len(self.head) + self.number * (CHUNK_BYTES + TAG_BYTES)
        if self.ended and self.is_whole(chunk):
            return (
                f"The file ends too early, after {place + len(chunk)} bytes: its rest is missing."
            )
        if self.number:
            return f"The file is damaged or cut short, in the chunk that begins at byte {place}."
        return "The key does not fit this file, or the file is damaged or cut at its beginning."

    def is_whole(self, chunk: bytes) -> bool:
        try:
            self.cipher.decrypt(nonce(self.number, last=False), chunk, self.head)
        except InvalidTag:
            return False
        return True
