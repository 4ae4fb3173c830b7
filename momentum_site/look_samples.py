"""What the living page shows: a form, a list, papers, a count – made up, like everybody in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.bilingual import Titled, paragraphs_here
from elections.counting import Profile, count
from elections.links import ShownLink, shown
from elections.models import Rule
from elections.reserved import ReservedSeats
from elections.results.pictures import Figures, Picture, draw
from members.listing import Choice, Column, Listing, Search

NAMES = (
    "Ama Boateng", "Bronwen Pugh", "Callum Okafor-Whitby", "Deepa Raman", "Eilidh MacInnes",
    "Farouk Haddad", "Grace Mbeki", "Hussein Ali Abdirahman Mohamed-Cartwright", "Iona Fletcher",
    "Jo Nakamura", "Keir O’Donovan", "Lucía Fernández",
)  # fmt: skip
SLATES = ("Forward Together", "Renewal", "", "Your Voice", "Grassroots First", "Solidarity List",
          "The Northern Slate", "New Ground", "Forward Together", "Bread and Roses", "", "Renewal")  # fmt: skip
REGIONS = (("london", "London"), ("wales", "Wales"), ("scotland", "Scotland"))
SAMPLE_LIST = Listing(
    "sample",
    _("Members"),
    (
        Column("name", _("Name"), lambda row: row[0], ("name",)),
        Column("region", _("Region"), lambda row: row[1], ("region",)),
        Column("mail", _("Mails sent"), lambda row: row[2], ("mail",), numeric=True),
        Column("note", _("Note"), lambda _row: ""),
    ),
    (
        Search(_("Name"), lambda rows, words: [row for row in rows if words in row[0]]),
        Choice(
            "area",
            _("Region"),
            REGIONS,
            lambda rows, region: [row for row in rows if row[1] == dict(REGIONS)[region]],
        ),
    ),
    first="name",
    size=5,
)
PHOTO = "/static/img/favicon.svg"  # a picture that is always there
STATEMENT = (
    "I have organised with my branch for six years, from rent strikes to the hospital campaign. "
    "Members should decide what we campaign on.\n\nI will publish how I voted after every meeting."
)


class StandForm(forms.Form):
    """Every kind of field that the site uses."""

    name = forms.CharField(
        label=_("Name on the ballot paper"),
        help_text=_("As you want voters to see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    code = forms.CharField(
        label=_("Code from the email"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    region = forms.ChoiceField(
        label=_("Region"),
        choices=[("", _("Choose a region")), ("le", "London & Eastern"), ("w", "Wales")],
    )
    statement = forms.CharField(
        label=_("Statement"), help_text=_("At most 300 words."), widget=forms.Textarea
    )
    closes_at = forms.SplitDateTimeField(
        label=_("Voting closes"),
        help_text=_("The time in London."),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Date"},
            time_attrs={"type": "time", "aria-label": "Time"},
        ),
    )
    standing_for = forms.ChoiceField(
        label=_("Where do you want to stand?"),
        choices=[("r", _("My region")), ("o", _("Public office holders"))],
        widget=forms.RadioSelect,
    )
    declares = forms.MultipleChoiceField(
        label=_("What do you declare?"),
        help_text=_("Only what seats of this contest are reserved for."),
        choices=[("w", _("Woman or marginalised gender")), ("b", "BAME")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    agrees = forms.BooleanField(
        label=_("I agree to stand"), help_text=_("You can withdraw until the deadline.")
    )


@dataclass
class SampleCandidate:
    number: int
    name: str
    field_name: str
    rank: str = ""
    statement: str = ""
    slate_label: str = ""
    slate_colour: int | None = None
    slate_url: str = ""
    answers_url: str = ""
    language: str = ""  # of the statement
    links: tuple[ShownLink, ...] = ()
    photo_url: str = ""
    error: str = ""
    left: str = ""
    is_ron: bool = False


@dataclass
class SampleContest(Titled):
    number: int
    title: str
    rule: str
    seats: int = 1
    limit: int | None = None
    error: str = ""
    description: str = ""
    reserved: tuple[ReservedSeats, ...] = ()
    shares: tuple[tuple[str, str], ...] = ()
    candidates: list[SampleCandidate] = field(default_factory=list)

    @property
    def shown_description(self) -> str:
        return paragraphs_here(self.description, "")

    @property
    def is_ranked(self) -> bool:
        return Rule(self.rule).is_ranked

    @property
    def is_question(self) -> bool:
        return self.rule == Rule.YES_NO

    @property
    def has_ron(self) -> bool:
        return any(one.is_ron for one in self.candidates)

    @property
    def has_faults(self) -> bool:
        return bool(self.error) or any(one.error for one in self.candidates)

    @property
    def leavers(self) -> list[SampleCandidate]:
        return [one for one in self.candidates if one.left]

    @property
    def field_name(self) -> str:
        return f"q-{self.number}"

    @property
    def chosen(self) -> list[SampleCandidate]:
        return sorted((one for one in self.candidates if one.rank), key=lambda one: int(one.rank))

    @property
    def counts_first(self) -> SampleCandidate | None:
        return next((one for one in self.chosen if not one.left), None)

    @property
    def left_out(self) -> int:
        return len(self.candidates) - len(self.chosen)

    @property
    def shows_photos(self) -> bool:
        return any(one.photo_url for one in self.candidates)


def sample_rows() -> list[tuple[str, str, int]]:
    return [(name, REGIONS[n % 3][1], n * 7 % 11) for n, name in enumerate(NAMES)]


def summary() -> list[dict[str, object]]:
    return [
        {"label": _("Name on the ballot paper"), "value": "Ama Boateng", "url": "#summary"},
        {"label": _("Region"), "value": "London & Eastern", "url": "#summary"},
        {"label": _("Slate"), "value": ""},
    ]


def rows() -> list[dict[str, object]]:
    figures = [
        ("London & Eastern", "sent", "good", 9120, 3310),
        ("Wales", "late", "problem", 840, 301),
    ]
    return [
        {
            "cells": [
                {"text": region},
                {"text": mail, "tag": kind},
                {"text": f"{entitled:,}", "url": "#table", "numeric": True},
                {"text": f"{voted:,}", "url": "#table", "numeric": True},
                {"text": f"{voted / entitled:.1%}", "numeric": True},
            ]
        }
        for region, mail, kind, entitled, voted in figures
    ]


def events(now: datetime) -> list[dict[str, object]]:
    return [
        {"label": _("Notice"), "at": now - timedelta(days=20), "state": "past"},
        {"label": _("Nominations close"), "at": now - timedelta(days=4), "state": "past"},
        {"label": _("Voting closes"), "at": now + timedelta(days=3, hours=2), "state": "next"},
        {"label": _("Declaration"), "at": None, "state": "", "note": _("After the count.")},
    ]


def _candidates(contest: int, ranks: dict[int, str] | None = None) -> list[SampleCandidate]:
    colours: dict[str, int] = {}
    for label in filter(None, SLATES):
        colours.setdefault(label, len(colours) + 1)
    return [
        SampleCandidate(
            number=number,
            name=name,
            field_name=f"r-{contest}-{number}",
            rank=(ranks or {}).get(number, ""),
            statement=STATEMENT if number != 3 else "",
            slate_label=label,
            slate_colour=colours.get(label),
            slate_url="/look/#slates" if label else "",
            links=shown(["https://example.org/about"]) if number == 1 else (),
            photo_url=PHOTO if number != 3 else "",
        )
        for number, (name, label) in enumerate(zip(NAMES, SLATES, strict=True), start=1)
    ]


def _answers(contest: int) -> list[SampleCandidate]:
    return [SampleCandidate(1, "Yes", f"r-{contest}-1"), SampleCandidate(2, "No", f"r-{contest}-2")]


def contests() -> list[SampleContest]:
    return [
        SampleContest(
            1, "London & Eastern", "scottish", seats=6, candidates=_candidates(1),
            reserved=(ReservedSeats(3, _("Women and marginalised genders")),),
        ),
        SampleContest(
            2, "Public office holders", "plurality", seats=4, limit=4,
            candidates=[*_candidates(2)[:6], SampleCandidate(7, "Re-open nominations", "r-2-7", is_ron=True)],
            shares=(("Members without office", "1/3"), ("Office holders", "2/3")),
        ),
        SampleContest(
            3, "Should the constitution be changed?", "yes-no", candidates=_answers(3),
            description="The change is described in the notice of this vote.",
        ),
        SampleContest(8, "Name of the paper", "approval", candidates=_candidates(8)[:4]),
    ]  # fmt: skip


def wrong_contest() -> SampleContest:
    contest = SampleContest(
        4, "Wales", "scottish", candidates=_candidates(4, {1: "1", 2: "1", 4: "x"})[:5]
    )
    for candidate in contest.candidates[:2]:
        candidate.error = "You gave the number 1 more than once."
    contest.candidates[4].left = "withdrew"
    contest.candidates[3].error = "Enter a whole number from 1 to 5, or leave it empty."
    return contest


def reviewed() -> list[SampleContest]:
    ranked = SampleContest(
        5, "Midlands", "scottish", candidates=_candidates(5, {8: "1", 2: "2", 3: "3"})
    )
    marked = SampleContest(6, "Trustees", "plurality", candidates=_candidates(6, {1: "1", 2: "1"}))
    blank = SampleContest(
        7, "Should the convention meet each year?", "yes-no", candidates=_answers(7)
    )
    return [ranked, marked, blank]


def receipt() -> SimpleNamespace:
    tracker = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPIYDCMRTGQ2T"
    return SimpleNamespace(
        sheet=SimpleNamespace(contests_here="London & Eastern"),
        receipt=SimpleNamespace(tracker=tracker),
    )


def pictures() -> list[Picture]:
    """Three candidates and one seat."""
    rankings = [(1, 2)] * 40 + [(2, 1)] * 35 + [(3, 2)] * 12 + [(3,)] * 3
    profile = Profile.from_rankings(NAMES[:3], 1, rankings)
    result = count(profile, "scottish", lots=[1, 2, 3])
    return draw(Figures("London & Eastern", NAMES[:3], result, result.elected))


def stages() -> list[SimpleNamespace]:
    """Four candidates, two seats, three stages."""
    told = [
        (
            "Ama Boateng had more than the quota and was elected.",
            [
                ("1612", "", "elected"),
                ("904", "", ""),
                ("655", "", ""),
                ("412", "", ""),
                ("0", "", "left"),
            ],
            "0",
        ),
        (
            "The surplus of Ama Boateng was passed on: 207 of 417 votes went to Bronwen Pugh.",
            [
                ("1195", "-417", "elected"),
                ("1111", "+207", ""),
                ("771.48", "+116.48", ""),
                ("451.2", "+39.2", ""),
                ("0", "", "left"),
            ],
            "54.32",
        ),
        (
            "Deepa Raman had the fewest votes and was excluded; Bronwen Pugh was elected.",
            [
                ("1195", "", "elected"),
                ("1311.1", "+200.1", "elected"),
                ("903.6", "+132.12", ""),
                ("0", "-451.2", "excluded"),
                ("0", "", "left"),
            ],
            "173.3",
        ),
    ]
    return [
        SimpleNamespace(
            number=number,
            sentence=sentence,
            votes=[
                SimpleNamespace(
                    number=place, name=name, votes=votes, transfer=transfer, status=status
                )
                for place, (name, (votes, transfer, status)) in enumerate(
                    zip(NAMES, figures, strict=False), start=1
                )
            ],
            non_transferable=lost,
            quota="1195",
        )
        for number, (sentence, figures, lost) in enumerate(told, start=1)
    ]
