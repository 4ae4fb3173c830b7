"""Where the election says so, one officer proposes a declaration or its amendment, another makes it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import results, tallying, two_officers
from elections.models import ActProposal, Election, Message, ResultDeclaration
from members.models import Action, AuditEntry, User
from members.roles import Role
from tests.after_close import cast
from tests.embedded.guards import without_the_guard
from tests.members.people import add_staff
from tests.office.cast import enter, fresh, scotland

pytestmark = pytest.mark.django_db(transaction=True)
ON_RECORD = "until another returning officer confirms it here"
EARLY = "The scrutineer is ill."


@pytest.fixture
def counted(rosa: User) -> Election:
    """Bea and Aisha are elected provisionally; two officers act together."""
    made = cast.two_seats(rosa)
    without_the_guard(Election.objects.filter(pk=made.pk), needs_second_officer=True)
    return fresh(made)


@pytest.fixture
def sam(db: None) -> Client:
    """Another returning officer's browser."""
    return enter(add_staff("sam@example.org", Role.OFFICER))


def told() -> int:
    return Message.objects.filter(kind=Message.Kind.RESULT_DECLARED).count()


def test_a_result_is_declared_and_corrected_by_two(
    counted: Election, officer: Client, sam: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("elections:declare-result", args=[counted.slug])
    form = {"reason": EARLY, "confirm": counted.slug}
    assert ON_RECORD in officer.post(page, form, follow=True).content.decode()
    officer.post(page, form)  # alone, and a second time
    assert fresh(counted).declared_at is None
    assert told() == 0
    others = sam.get(page).content.decode()
    assert "rosa@example.org proposed this on" in others
    assert EARLY in others
    assert sam.post(page, form).status_code == 302
    assert fresh(counted).declared_at is not None
    assert told() == 3
    assert proposer(Action.RESULT_DECLARED) == "rosa@example.org"

    page = reverse(
        "elections:amend-result", args=[counted.slug, scotland(counted).number, "correct"]
    )
    chosen = [cast.candidate(counted, name).number for name in ("Bea Okafor", "Callum Reid")]
    form = correction(counted, chosen)
    assert ON_RECORD in sam.post(page, form, follow=True).content.decode()
    assert elected(counted) == ["Bea Okafor", "Aisha Bello"]
    another = correction(counted, chosen[1:])
    assert ON_RECORD in officer.post(page, another, follow=True).content.decode(), (
        "not what Sam said"
    )
    assert elected(counted) == ["Bea Okafor", "Aisha Bello"]
    assert ActProposal.objects.get().made_by.email == "rosa@example.org"
    void = reverse("elections:amend-result", args=[counted.slug, scotland(counted).number, "void"])
    assert ON_RECORD in sam.post(void, correction(counted, []), follow=True).content.decode()
    assert ActProposal.objects.count() == 2, "one on each page"
    assert "rosa@example.org proposed this on" in sam.get(page).content.decode()
    assert sam.post(page, another).status_code == 302
    assert elected(counted) == ["Callum Reid"]
    assert proposer(Action.RESULT_AMENDED) == "rosa@example.org"
    assert not ActProposal.objects.exists(), "nor that of Sam, made before this amendment"

    # The database knows, too, that Rosa's proposal is used up.
    says = {"proposed by": "rosa@example.org"}
    monkeypatch.setattr(two_officers, "require", lambda *_, **__: says)
    last = ResultDeclaration.objects.latest("number").number
    again = tallying.Amended(ResultDeclaration.Kind.VOID, reason="Once more.", after=last)
    actor = User.objects.get(email="sam@example.org")
    with pytest.raises(DatabaseError, match="two officers do this"):
        tallying.amend(scotland(counted), again, actor=actor, now=timezone.now())


def correction(election: Election, chosen: list[int]) -> dict[str, Any]:
    last = ResultDeclaration.objects.filter(election=election).latest("number")
    return {
        "public_reason": "The court said so.",
        "elected": chosen,
        "after": str(last.number),
        "confirm": election.slug,
    }


def elected(election: Election) -> list[str]:
    return results.result_of(scotland(election)).elected


def proposer(action: Action) -> object:
    return AuditEntry.objects.get(action=action).detail["proposed by"]


def test_another_private_detail_is_another_proposal_and_the_audit_has_none(
    counted: Election, officer: Client, sam: Client
) -> None:
    page = reverse("elections:declare-result", args=[counted.slug])
    for one in (officer, sam):
        one.post(page, {"reason": EARLY, "confirm": counted.slug})
    bea = cast.candidate(counted, "Bea Okafor")
    form = correction(counted, []) | {
        "leaver": str(bea.pk),
        "left": "disqualified",
        "detail": "Her sister telephoned.",
        "seat": "vacant",
    }
    page = reverse(
        "elections:amend-result", args=[counted.slug, scotland(counted).number, "unseat"]
    )
    assert ON_RECORD in officer.post(page, form, follow=True).content.decode()
    assert "sister" not in str(list(AuditEntry.objects.values("subject", "reason", "detail")))
    others = form | {"detail": "Her brother telephoned."}
    without_the_word = {name: value for name, value in others.items() if name != "confirm"}
    check = sam.post(page, without_the_word).content.decode()
    assert "rosa@example.org proposed something else here on" in check
    assert ON_RECORD in sam.post(page, others, follow=True).content.decode()
    assert officer.post(page, others).status_code == 302
    assert elected(counted) == ["Aisha Bello"]


def test_the_database_refuses_a_declaration_or_amendment_by_one(
    counted: Election, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(two_officers, "require", lambda *_, **__: {})  # as if nobody had asked
    now, held = timezone.now(), Election.objects.filter(pk=counted.pk)
    with pytest.raises(DatabaseError, match="two officers do this"):
        tallying.declare(counted, actor=rosa, now=now, reason=EARLY)
    assert fresh(counted).declared_at is None

    without_the_guard(held, needs_second_officer=False)
    tallying.declare(counted, actor=rosa, now=now, reason=EARLY)
    without_the_guard(held, needs_second_officer=True)
    last = ResultDeclaration.objects.latest("number").number
    void = tallying.Amended(ResultDeclaration.Kind.VOID, reason="Nobody was told.", after=last)
    with pytest.raises(DatabaseError, match="two officers do this"):
        tallying.amend(scotland(counted), void, actor=rosa, now=now)
    assert ResultDeclaration.objects.latest("number").number == last


def test_the_page_hears_how_far_the_count_is(rosa: User, officer: Client) -> None:
    election = cast.set_up(rosa)
    address = reverse("elections:count-progress-json", args=[election.slug])
    assert Client().get(address).status_code == 302
    cast.cast_votes(election, Aisha=["Aisha Bello"], Bea=["Bea Okafor"])
    cast.close(election)
    said = officer.get(address).json()
    assert (said["done"], said["total"], said["finished"]) == (1, 2, False)
    assert said["text"] == "The ballot box is closed. The papers are opened and counted."
    tallying.count(fresh(election), now=timezone.now())
    said = officer.get(address).json()
    assert (said["done"], said["finished"]) == (2, True)
    assert said["text"] == "Counted. The result is provisional."
