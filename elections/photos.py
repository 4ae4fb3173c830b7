"""Photos as this site keeps them: decoded, made small, and encoded anew without any metadata."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from elections.refusal import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 8 * 2**20
MOST_PIXELS = 40_000_000  # a phone's largest picture; what is decoded must fit in memory
LEAST_SIDE = 100
LONGEST_SIDE = 800
STEEPEST = (
    4  # times one side to the other: more is a stripe, of which its square shows next to nothing
)

# What Pillow raises for a file that is broken, cut off, made to harm, or of another format.
_UNREADABLE = (
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    IndexError,
    OverflowError,
    MemoryError,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class EncodedPhoto:
    """A JPEG of at most `LONGEST_SIDE` pixels a side; `digest` is its SHA-256 in hexadecimal."""

    jpeg: bytes
    width: int
    height: int
    digest: str

    @property
    def data_url(self) -> str:
        """For pages that show it to its member alone: no address serves it."""
        return f"data:image/jpeg;base64,{base64.b64encode(self.jpeg).decode('ascii')}"


def encode(file: IO[bytes], *, size: int) -> EncodedPhoto:
    """An uploaded file of `size` bytes, encoded anew. Raises Refused with what to do instead."""
    if size > MOST_BYTES:
        raise Refused(
            _("The photo is larger than %(limit)s MB. Choose a smaller one.")
            % {"limit": MOST_BYTES // 2**20}
        )
    try:
        with Image.open(file, formats=FORMATS) as image:
            _require_sensible_size(*image.size)
            # Where the format can, it is decoded small at once.
            image.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            small = _upright_and_small(image)
    except _BOMBS as error:
        raise Refused(_too_large()) from error
    except _UNREADABLE as error:
        raise Refused(
            _("This file cannot be read as a photo. Choose a JPEG, PNG or WebP file.")
        ) from error
    written = BytesIO()
    small.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    return _of(written.getvalue(), *small.size)


def stored(jpeg: bytes) -> EncodedPhoto:
    """What `encode` once made, read from the database."""
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as image:
        return _of(jpeg, *image.size)


def _of(jpeg: bytes, width: int, height: int) -> EncodedPhoto:
    return EncodedPhoto(jpeg, width, height, sha256(jpeg).hexdigest())


def _require_sensible_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refused(_too_large())
    if min(width, height) < LEAST_SIDE:
        raise Refused(
            _("The photo is too small: choose one of at least %(least)s pixels a side.")
            % {"least": LEAST_SIDE}
        )
    if max(width, height) > STEEPEST * min(width, height):
        raise Refused(
            _(
                "The photo is too narrow: one side is more than %(times)s times as long as the other. "
                "Cut it nearer to a square, or choose another."
            )
            % {"times": STEEPEST}
        )


def _too_large() -> str:
    return _("The photo has more than %(limit)s million pixels. Choose a smaller one.") % {
        "limit": MOST_PIXELS // 1_000_000
    }


def _upright_and_small(image: Image.Image) -> Image.Image:
    """Turned as its camera says, then laid on a new white picture: nothing else comes along."""
    smooth = image if image.mode in ("RGB", "RGBA", "L", "CMYK") else image.convert("RGBA")
    smooth.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    layered = ImageOps.exif_transpose(smooth).convert("RGBA")
    fresh = Image.new("RGB", layered.size, "white")
    fresh.paste(layered, mask=layered)
    return fresh
