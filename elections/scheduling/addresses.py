"""The address of an election, which no other has, and what is said where two come to want one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from elections.models import Election
from elections.refusal import Refused

RESERVED_SLUGS = {"new"}  # the office's page for a new election has this address
_MADE_ALREADY, _ADDRESS = "elections_election_pkey", "elections_election_slug_key"


def free_slug(title: str) -> str:
    """An address made of the title that no other election has."""
    stem = slugify(title)[:70] or "election"
    taken = set(Election.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 4))]
    return next(slug for slug in candidates if slug not in taken | RESERVED_SLUGS)


@contextmanager
def refused_where_there_is_one(*, already: str = "", address: str = "") -> Iterator[None]:
    """Around what writes an election: raises Refused with the sentence `already` for one that the
    same form has made, and with that for its `address` where another one has it by now.

    Whoever gives none chose the address by `free_slug`: it was taken between the look and the writing.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        failed = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if failed == _MADE_ALREADY:
            raise Refused(already) from error
        if failed == _ADDRESS:
            at_once = _("Another election got this address at the same moment. Try once more.")
            raise Refused(address or at_once) from error
        raise
