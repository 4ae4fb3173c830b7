"""Pictures as cameras and programs write them, for tests that upload one."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

ORIENTATION, MAKE = 0x0112, 0x010F
LIES_ON_ITS_SIDE = 6  # turned by a quarter, clockwise


def picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (1200, 600),
    *,
    mode: str = "RGB",
    colour: str | int | tuple[int, ...] = "red",
    orientation: int | None = None,
) -> bytes:
    """An encoded picture, with the maker of the camera and a place written into it."""
    image = Image.new(mode, size, colour)
    exif = Image.Exif()
    exif[MAKE] = "Spying Cameras Ltd"
    if orientation:
        exif[ORIENTATION] = orientation
    written = BytesIO()
    more = {"comment": b"taken at home"} if kind == "JPEG" else {}
    image.save(written, kind, exif=exif, **more)
    return written.getvalue()


def upload(content: bytes | None = None, name: str = "me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content, "image/jpeg")
