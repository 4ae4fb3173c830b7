"""The office's list of the slates of an election."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from elections.models import Election
from members.listing import Choice, Column, Listing, Search
from slates.models import Invitation, Slate

SLATES = Listing(
    "slates",
    gettext_lazy("Slates"),
    (
        Column("name", gettext_lazy("Slate"), lambda slate: slate.name, ("name",)),
        Column("state", gettext_lazy("State"), lambda slate: slate.get_state_display(), ("state",)),
        Column(
            "registered",
            gettext_lazy("Registered"),
            lambda slate: slate.registered_at.isoformat(),
            ("registered_at",),
        ),
        Column(
            "candidates",
            gettext_lazy("Candidates"),
            lambda slate: slate.candidates,
            ("candidates",),
            numeric=True,
        ),
    ),
    (
        Search(gettext_lazy("Name"), lambda rows, words: rows.filter(name__icontains=words)),
        Choice("state", gettext_lazy("State"), Slate.State.choices, "state"),
    ),
    first="registered",
)


def slates_of(election: Election) -> QuerySet[Slate]:
    """With how many `candidates` stand with each."""
    standing = Invitation.objects.accepted().of_standing().values("pk")
    return Slate.objects.filter(election=election).annotate(
        candidates=Count("invitations", filter=Q(invitations__in=standing))
    )
