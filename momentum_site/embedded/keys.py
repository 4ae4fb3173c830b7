"""The keys of an embedded site, made once and kept in a file only its owner reads."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def read(directory: Path) -> dict[str, str]:
    """Every secret by its variable, TALLY_KEY among them: hand each process only its own."""
    path = directory / "secrets.env"
    if not path.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "BALLOT_KEY": _key(),
            "TALLY_KEY": _key(),
        }
        partial = path.with_suffix(".tmp")
        partial.touch(mode=0o600)
        partial.write_text("".join(f"{name}={value}\n" for name, value in made.items()))
        partial.rename(path)
    pairs = (line.partition("=") for line in path.read_text().splitlines())
    return {name: value for name, _, value in pairs}


def for_site(directory: Path) -> dict[str, str]:
    """What web, worker and beat may know."""
    return {name: value for name, value in read(directory).items() if name != "TALLY_KEY"}


def for_tally(directory: Path) -> dict[str, str]:
    """What the tally worker alone knows besides."""
    return {
        "TALLY_KEY": read(directory)["TALLY_KEY"],
        "TALLY_ESCROW_DIR": str(directory / "escrow"),
    }
