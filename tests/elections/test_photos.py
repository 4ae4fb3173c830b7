"""A photo is decoded and encoded anew: upright, small, and with nothing that a camera wrote."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from elections import photos
from elections.photos import EncodedPhoto
from elections.refusal import Refused
from tests.elections.pictures import LIES_ON_ITS_SIDE, picture


def encoded(content: bytes) -> EncodedPhoto:
    return photos.encode(BytesIO(content), size=len(content))


def opened(photo: EncodedPhoto) -> Image.Image:
    return Image.open(BytesIO(photo.jpeg))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_formats_become_a_small_jpeg(kind: str) -> None:
    photo = encoded(picture(kind, (1600, 1200)))
    assert (photo.width, photo.height) == (800, 600)
    assert opened(photo).format == "JPEG"
    assert opened(photo).size == (800, 600)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_kept(kind: str) -> None:
    photo = encoded(picture(kind))
    assert not dict(opened(photo).getexif())
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(opened(photo).info)
    assert b"Spying" not in photo.jpeg
    assert b"taken at home" not in photo.jpeg


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_camera_held_upright_gives_an_upright_photo(kind: str) -> None:
    photo = encoded(picture(kind, (800, 400), orientation=LIES_ON_ITS_SIDE))
    assert (photo.width, photo.height) == (400, 800)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_shown(mode: str) -> None:
    colour = (0, 0) if mode == "LA" else (0, 0, 0, 0) if mode == "RGBA" else 0
    photo = encoded(picture("PNG", (200, 100), mode=mode, colour=colour))
    assert opened(photo).mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    photo = encoded(picture("PNG", (200, 200), mode="RGBA", colour=(0, 0, 0, 0)))
    assert opened(photo).convert("RGB").getpixel((100, 100)) == (255, 255, 255)


def test_a_small_photo_is_not_blown_up() -> None:
    photo = encoded(picture(size=(150, 120)))
    assert (photo.width, photo.height) == (150, 120)


def test_one_too_small_to_see_is_refused() -> None:
    with pytest.raises(Refused, match="at least 100 pixels a side"):
        encoded(picture(size=(400, 99)))


@pytest.mark.parametrize("size", [(401, 100), (120, 500)])
def test_a_stripe_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="one side is more than 4 times as long as the other"):
        encoded(picture(size=size))
    assert encoded(picture(size=(400, 100))).width == 400


def test_a_file_that_unpacks_to_gigabytes_is_refused_before_it_does() -> None:
    bomb = picture("PNG", (16_000, 16_000), mode="1", colour=0)
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="more than 40 million pixels"):
        encoded(bomb)


def test_a_file_of_too_many_bytes_is_refused_unread() -> None:
    with pytest.raises(Refused, match="larger than 8 MB"):
        photos.encode(BytesIO(b""), size=photos.MOST_BYTES + 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xff\xd8\xff\xe0" + b"\x00" * 200,
        picture()[:400],
        picture("GIF", mode="P", colour=0),
        b"%PDF-1.7",
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="cannot be read as a photo"):
        encoded(content)


def test_what_is_stored_reads_as_it_was_encoded() -> None:
    photo = encoded(picture())
    assert photos.stored(photo.jpeg) == photo
