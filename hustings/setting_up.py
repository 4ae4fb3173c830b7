"""Officers switch the questions and answers of an election on, and plan their windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from elections.models import Election, PublicChange, Timetable
from elections.refusal import Refused
from hustings import telling
from hustings.models import MOST_TOPICS, Hustings, Topic
from members import audit
from members.models import User


def default_topics() -> list[str]:
    return [
        _("Democracy in Momentum"),
        _("Local groups and organising"),
        _("The Labour Party"),
        _("Campaigns and trade unions"),
        _("Political education and training"),
        _("Equality and liberation"),
    ]


def faults_of_windows(
    instants: Mapping[str, datetime], timetable: Timetable
) -> list[tuple[str, str]]:
    """(instant, sentence) for each that is out of order; checked in the order of the windows."""
    faults = []
    steps = list(Hustings.INSTANTS)
    for earlier, later in pairwise(steps):
        # Answers may open at the very instant at which questions close.
        together = later == "answers_open_at" and instants[later] == instants[earlier]
        if instants[later] <= instants[earlier] and not together:
            words = {"later": Hustings.words_for(later), "earlier": Hustings.words_for(earlier)}
            faults.append((later, _("“%(later)s” must come after “%(earlier)s”.") % words))
    if instants["questions_open_at"] < timetable.notice_at:
        faults.append(("questions_open_at", _("Nothing is asked before the notice.")))
    if instants["answers_close_at"] > timetable.voting_closes_at:
        faults.append(("answers_close_at", _("Nothing is answered once voting has closed.")))
    return faults


def passed_instants(hustings: Hustings | None, now: datetime) -> set[str]:
    """The instants that no longer move: the election is public and they have come."""
    if hustings is None or hustings.election.published_at is None:
        return set()
    return {name for name in Hustings.INSTANTS if getattr(hustings, name) <= now}


@transaction.atomic
def set_up(
    election: Election,
    *,
    topics: Sequence[str],
    instants: Mapping[str, datetime],
    question_words: int,
    answer_words: int,
    reason: str = "",
    actor: User,
    now: datetime,
) -> Hustings:
    """Switch the questions on, or change how they go.

    Topics and limits lock at the notice; after it an instant moves only while it is to come, every
    change has a public reason, and those who wait for an answer or are to give one are told. Where
    nothing changes after the notice (the button was pressed twice), nothing is recorded.
    """
    locked = Election.objects.select_for_update(of=("self",), no_key=True).select_related(
        "timetable"
    )
    election = locked.get(pk=election.pk)
    if election.withdrawn_at or election.declared_at:
        raise Refused(_("This election is over."))
    is_public = election.published_at is not None
    if is_public and not reason.strip():
        raise Refused(_("Give the reason: it is published."))
    for _name, sentence in faults_of_windows(instants, election.timetable):
        raise Refused(sentence)
    earlier = Hustings.objects.filter(election=election).first()
    if earlier is not None and is_public:
        _require_kept(earlier, topics, question_words, answer_words)
    _require_to_come(earlier, instants, is_public=is_public, now=now)
    moved = [name for name, at in instants.items() if at != getattr(earlier, name, None)]
    if earlier is not None and is_public and not moved:
        return earlier
    limits = {"question_words": question_words, "answer_words": answer_words}
    if earlier is not None and _is_so(earlier, topics, {**instants, **limits}):
        return earlier  # nothing changes: perhaps the button was pressed twice
    hustings, created = Hustings.objects.update_or_create(
        election=election, defaults={**instants, **limits}
    )
    if created or not is_public:
        _write_topics(hustings, topics)
    if is_public:
        PublicChange.objects.create(
            election=election,
            kind=PublicChange.Kind.TIMETABLE,
            made_by=actor,
            made_at=now,
            subject=_("Questions to the candidates"),
            reason=reason.strip(),
        )
        telling.windows_changed(hustings, earlier, moved, reason=reason.strip(), now=now)
    audit.record(
        audit.Action.HUSTINGS_CHANGED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=reason.strip(),
        detail={"topics": list(topics), **{n: at.isoformat() for n, at in instants.items()}},
    )
    return hustings


def _is_so(earlier: Hustings, topics: Sequence[str], settings: Mapping[str, object]) -> bool:
    has = list(earlier.topics.values_list("title", flat=True))
    return has == list(topics) and all(
        getattr(earlier, name) == value for name, value in settings.items()
    )


def _require_kept(
    earlier: Hustings, topics: Sequence[str], question_words: int, answer_words: int
) -> None:
    limits = {"question_words": question_words, "answer_words": answer_words}
    if not _is_so(earlier, topics, limits):
        raise Refused(_("The topics and the limits are locked since the notice."))


def _require_to_come(
    earlier: Hustings | None,
    instants: Mapping[str, datetime],
    *,
    is_public: bool,
    now: datetime,
) -> None:
    """Nobody opens a window that is over, or moves an instant that has come."""
    if not is_public:
        return
    for name, at in instants.items():
        was: datetime | None = getattr(earlier, name) if earlier else None
        if at == was:
            continue
        if was is not None and was <= now:
            raise Refused(
                _("“%(step)s” has come and no longer moves.") % {"step": Hustings.words_for(name)}
            )
        if at <= now:
            raise Refused(
                _("“%(step)s” must be still to come.") % {"step": Hustings.words_for(name)}
            )


def _write_topics(hustings: Hustings, topics: Sequence[str]) -> None:
    if not topics:
        raise Refused(_("Name at least one topic."))
    if len(topics) > MOST_TOPICS:
        raise Refused(_("Name at most %(most)s topics.") % {"most": MOST_TOPICS})
    if len({one.casefold() for one in topics}) < len(topics):
        raise Refused(_("Name each topic once."))
    hustings.topics.all().delete()
    Topic.objects.bulk_create(
        Topic(hustings=hustings, number=number, title=title)
        for number, title in enumerate(topics, start=1)
    )


@transaction.atomic
def switch_off(election: Election, *, actor: User) -> None:
    """No questions after all; possible until the notice."""
    election = Election.objects.select_for_update(of=("self",), no_key=True).get(pk=election.pk)
    if election.published_at is not None:
        raise Refused(_("The notice is published, so the questions stay switched on."))
    deleted, _by_model = Hustings.objects.filter(election=election).delete()
    if deleted:
        audit.record(
            audit.Action.HUSTINGS_CHANGED,
            actor=actor,
            subject=election.title,
            election=election.pk,
            detail={"topics": []},
        )


def copy_for_rehearsal(election: Election, copy: Election, now: datetime) -> None:
    """The same topics and limits; questions are asked from now on, and answered in the second half of
    the time until the rehearsal's voting closes."""
    hustings = Hustings.objects.filter(election=election).first()
    if hustings is None:
        return
    closes_at = copy.timetable.voting_closes_at
    half = now + (closes_at - now) / 2
    made = Hustings.objects.create(
        election=copy,
        **dict(zip(Hustings.INSTANTS, (now, half, half, closes_at), strict=True)),
        question_words=hustings.question_words,
        answer_words=hustings.answer_words,
    )
    _write_topics(made, list(hustings.topics.values_list("title", flat=True)))
