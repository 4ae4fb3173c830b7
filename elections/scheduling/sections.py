"""Electoral colleges at set-up: what a section may be, and whose electorates exclude each other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from elections.models import Contest, Election
from elections.models.college import colleges, overlapping
from elections.refusal import Refused


def require_section(contest: Contest) -> None:
    """Refused for a section of an electoral college that could not be one; else it follows its head.

    The electorates of a college exclude each other: "one college section per voter" (elections.md).
    """
    head = contest.section_of
    if head is None:
        if contest.pk and (sections := _sections(contest)):
            if contest.is_question:
                raise Refused(
                    _("“%(title)s” has sections, and a question has none. Remove them first.")
                    % {"title": contest.title}
                )
            _require_apart([contest, *sections])
        return
    if head.election_id != contest.election_id or not head.is_for_people or head.pk == contest.pk:
        raise Refused(_("Choose a contest of this election in which people stand."))
    if contest.pk and contest.sections.exists():
        raise Refused(
            _("“%(title)s” has sections of its own, so it is none.") % {"title": contest.title}
        )
    if head.sheet_id == contest.sheet_id:
        raise Refused(
            _("Those who vote in “%(title)s” are one section already. Choose others who vote here.")
            % {"title": head.title}
        )
    _require_apart([head, *_sections(head, besides=contest), contest])
    _follow(head, contest)


def sections_follow(head: Contest) -> None:
    """What was changed in the first contest of a college holds for its further sections."""
    for section in head.sections.all():
        _follow(head, section)
        section.save()


def _follow(head: Contest, section: Contest) -> None:
    section.rule, section.seats, section.marks = head.rule, head.seats, head.marks
    section.has_ron = head.has_ron


def overlaps_of_colleges(election: Election) -> list[str]:
    """A sentence for each two sections whose electorates do not exclude each other."""
    return [
        _overlap(one, other)
        for sections in colleges(election)
        for one, other in overlapping(sections)
    ]


def _sections(head: Contest, besides: Contest | None = None) -> list[Contest]:
    found = head.sections.select_related("sheet").order_by("number")
    return [section for section in found if besides is None or section.pk != besides.pk]


def _require_apart(sections: list[Contest]) -> None:
    if faults := [_overlap(one, other) for one, other in overlapping(sections)]:
        raise Refused(" ".join(faults))


def _overlap(one: Contest, other: Contest) -> str:
    return _(
        "Some members could vote both in “%(one)s” and in “%(other)s”, and nobody votes in two "
        "sections of one electoral college. Choose electorates that exclude each other: members who "
        "hold public office and members who hold none, different regions, or lists."
    ) % {"one": one.title, "other": other.title}
