"""What slates hold about a member: those they registered, and those they stand with."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.held import Contribution, Record
from members.models import Member
from slates.models import Slate, SlateCandidate


def _registered(member: Member) -> Iterator[Record]:
    for slate in Slate.objects.filter(registered_by=member).select_related("election"):
        yield {
            _("election"): slate.election.title,
            _("slate"): slate.name,
            _("programme"): slate.programme,
            _("website"): slate.website,
            _("registered"): slate.registered_at,
            _("state"): slate.get_state_display(),
        }


def _consents(member: Member) -> Iterator[Record]:
    consents = SlateCandidate.objects.filter(nomination__member=member)
    for one in consents.select_related("slate__election"):
        yield {
            _("election"): one.slate.election.title,
            _("slate"): one.slate.name,
            _("you agreed to stand with it"): one.consented_at,
        }


CONTRIBUTIONS = (
    Contribution(gettext_lazy("Slates you registered"), ("slates.Slate",), _registered),
    Contribution(gettext_lazy("Slates you stand with"), ("slates.SlateCandidate",), _consents),
)
LEFT_OUT: dict[str, str] = {}
