"""Photos of people who do not exist: drawn, so that nobody's face is used."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw

from elections.photos import EncodedPhoto, encode

_WALLS = ("#c8d8e4", "#d9e4c8", "#ecdcc4", "#e0d0e4", "#d0d4d8")
_SKINS = ("#8d5524", "#c68642", "#e0ac69", "#f1c27d", "#ffdbac")
_CLOTHES = ("#76030a", "#1f4f86", "#046c31", "#4a3b5c", "#444444")


def portrait(draw: random.Random) -> EncodedPhoto:
    """A head and shoulders before a wall."""
    image = Image.new("RGB", (400, 400), draw.choice(_WALLS))
    pen = ImageDraw.Draw(image)
    pen.ellipse((60, 270, 340, 600), fill=draw.choice(_CLOTHES))
    pen.ellipse((125, 90, 275, 290), fill=draw.choice(_SKINS))
    written = BytesIO()
    image.save(written, "PNG")
    return encode(BytesIO(written.getvalue()), size=len(written.getvalue()))
