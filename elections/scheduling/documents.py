"""The documents of an election: added and changed, with every earlier version kept."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from elections.documents import standard_text
from elections.models import Document, Election, PublicChange
from elections.refusal import Refused
from members import audit
from members.models import User


def add_standard_documents(election: Election, *, actor: User | None, now: datetime) -> None:
    """Privacy notice, assessment and list of processors, so that nothing has to be typed."""
    Document.objects.bulk_create(
        Document(
            election=election,
            kind=kind,
            title=str(kind.label),
            text=standard_text(kind),
            added_by=actor,
            added_at=now,
        )
        for kind in Document.REQUIRED
    )


@transaction.atomic
def save_document(
    election: Election,
    *,
    kind: str,
    title: str,
    text: str,
    url: str,
    reason: str,
    actor: User | None,
    now: datetime,
    replaces: Document | None = None,
) -> Document:
    """Add a document, or put a new version in the place of `replaces`, which stays readable.

    After the notice this needs a public reason. Raises Refused for an empty document, a title that
    another one has, or a version that somebody has replaced meanwhile.
    """
    held = Election.objects.select_for_update().get(pk=election.pk)
    if held.withdrawn_at is not None:
        raise Refused(_("The election has been withdrawn: its documents stay as they are."))
    if held.published_at is not None and not reason.strip():
        raise Refused(_("Give the reason for the change: it is published with it."))
    if not text.strip() and not url.strip():
        raise Refused(_("Write the text, or give the address where the document is."))
    if replaces is not None:
        current = Document.objects.filter(pk=replaces.pk, replaced_at=None)
        if not current.update(replaced_at=now):
            raise Refused(
                _("Another officer has changed this document meanwhile. Look at it first.")
            )
    try:
        with transaction.atomic():
            document = Document.objects.create(
                election=election,
                kind=kind,
                title=title.strip(),
                text=text.strip(),
                url=url.strip(),
                added_by=actor,
                added_at=now,
            )
    except IntegrityError as error:
        raise Refused(
            _("This election already has a document called “%(title)s”.") % {"title": title.strip()}
        ) from error
    if held.published_at is not None:
        PublicChange.objects.create(
            election=election,
            kind=PublicChange.Kind.DOCUMENT,
            made_by=actor,
            made_at=now,
            subject=document.title,
            reason=reason.strip(),
        )
    audit.record(
        audit.Action.DOCUMENT_CHANGED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=reason.strip(),
        detail={"document": document.title, "kind": kind, "replaces": replaces and replaces.pk},
    )
    return document
