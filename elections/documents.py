"""The documents that every election has, and what is still missing in them.

Their first texts are files of this project; what only the organisation knows comes from settings,
and where a setting is empty the text has a gap in double square brackets, which must be filled.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from elections.models import Document, Election

_TEXTS = Path(__file__).parent / "standard_texts"
_GAP = re.compile(r"\[\[[^\[\]]+\]\]")


def standard_text(kind: Document.Kind) -> str:
    """The first text of a document of one of the kinds that are required."""
    known = {
        "controller": settings.DATA_CONTROLLER or _("[[name and postal address]]"),
        "contact": settings.DATA_PROTECTION_CONTACT or _("[[email address]]"),
        "processors": settings.DATA_PROCESSORS or _("[[each company, and what it does]]"),
    }
    text = (_TEXTS / f"{kind.value}.txt").read_text(encoding="utf-8")
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text.strip()


def gaps_in(document: Document) -> list[str]:
    """What is still to be filled in, as it stands in the text."""
    return sorted(set(_GAP.findall(document.text)))


def obstacles_in_documents(election: Election) -> list[str]:
    """What stands between the documents of an election and its papers, one sentence each.

    A rehearsal asks for none: it is often held before they are settled.
    """
    if election.is_rehearsal:
        return []
    current = list(election.documents.filter(replaced_at=None))
    present = {document.kind for document in current}
    missing = [
        _("Add the document “%(kind)s”: it must be public before the papers are fixed.")
        % {"kind": kind.label}
        for kind in Document.REQUIRED
        if kind not in present
    ]
    unfilled = [
        _("Fill in %(gaps)s in the document “%(title)s”.")
        % {"gaps": ", ".join(gaps), "title": document.title}
        for document in current
        if (gaps := gaps_in(document))
    ]
    return [*missing, *unfilled]
