"""Pictures to send in tests."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from files.pictures import Described, Picture


def drawn(name: str = "river.jpg", size: tuple[int, int] = (40, 20)) -> SimpleUploadedFile:
    """A small photo as a browser sends it."""
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def described(alt: str = "a river", content: bytes = b"webp") -> Described:
    """A picture as an operation takes it."""
    return Described(Picture(content, 4, 3), alt)
