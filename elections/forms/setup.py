"""Setting an election up: what the office enters before the notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.blueprints import BLUEPRINTS, BY_ELECTION, Blueprint, in_regions
from elections.forms.timing import InstantField
from elections.models import Attribute, Contest, Election, Electorate, Rule
from elections.readable import one_readable_line
from members.models import Region, Status


class NewElectionForm(forms.Form):
    """What every new election is asked; `key` makes that a form sent twice creates one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("As members will read it, with the year."),
        max_length=160,
        validators=[one_readable_line],
        error_messages={"required": gettext_lazy("Enter the election's title.")},
    )
    voting_opens_at = InstantField(
        label=gettext_lazy("Voting opens"),
        help_text=gettext_lazy(
            "The rest of the timetable is planned around it, and you correct it."
        ),
    )
    joining_while_voting = forms.BooleanField(
        label=gettext_lazy("Members may still join after voting has opened"),
        required=False,
        help_text=gettext_lazy("Until two days after it, as in 2024. They get their ballot then."),
    )


class CreateElectionForm(NewElectionForm):
    """An election by a template."""

    template = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        widget=forms.RadioSelect,
        choices=[
            (blueprint.key, format_lazy("{}. {}", blueprint.title, blueprint.text))
            for blueprint in BLUEPRINTS.values()
        ],
        error_messages={"required": gettext_lazy("Choose what to begin with.")},
    )
    regions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Regions with vacancies"),
        queryset=Region.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    vacancies = forms.TypedChoiceField(
        label=gettext_lazy("Vacancies in each"),
        choices=[("1", "1"), ("2", "2")],
        coerce=int,
        required=False,
        help_text=gettext_lazy(
            "Of two, at least one woman and one BAME member are planned: one person may be both."
        ),
    )

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        if entered.get("template") == BY_ELECTION.key and not entered.get("regions"):
            self.add_error("regions", _("Choose the regions with vacancies."))
        return entered

    def blueprint(self) -> Blueprint:
        """The chosen template, made up with what a by-election needs."""
        entered = self.cleaned_data
        if entered["template"] != BY_ELECTION.key:
            return BLUEPRINTS[entered["template"]]
        return in_regions(
            [region.name for region in entered["regions"]],
            entered["vacancies"] or 1,
            joining_while_voting=entered["joining_while_voting"],
        )


if TYPE_CHECKING:
    # Subscripted at the time of checking only: Django's class is not generic.
    _FormOfElection: TypeAlias = forms.ModelForm[Election]
    _FormOfContest: TypeAlias = forms.ModelForm[Contest]
else:
    _FormOfElection = _FormOfContest = forms.ModelForm


_IN_WELSH = {"title_cy": gettext_lazy("Title in Welsh")}
_WELSH_HINT = gettext_lazy("Shown on Welsh pages; without it they show the English.")


class ReadableTitle:
    """A title that says what it seems to say, for the forms of what has one."""

    cleaned_data: dict[str, Any]

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"])
        one_readable_line(title)
        return title

    def clean_title_cy(self) -> str:
        title = str(self.cleaned_data["title_cy"])
        if title:
            one_readable_line(title)
        return title


class ElectionForm(ReadableTitle, _FormOfElection):
    entitled_statuses = forms.MultipleChoiceField(
        label=gettext_lazy("Membership statuses that are entitled"),
        widget=forms.CheckboxSelectMultiple,
        choices=Status.choices,
        error_messages={"required": gettext_lazy("Choose at least one status: else nobody votes.")},
    )

    class Meta:
        model = Election
        fields = (
            "title",
            "title_cy",
            "slug",
            "body",
            "fills_vacancies",
            "summary",
            "summary_cy",
            "supporters_needed",
            "statement_words",
            "links",
            "has_photos",
            "entitled_statuses",
            "labour",
            "minimum_age",
            "vacancy_rule",
            "needs_second_officer",
            "declared_by",
            "min_batch",
        )
        widgets = {
            "title_cy": forms.TextInput(attrs={"lang": "cy"}),
            "summary": forms.Textarea(attrs={"rows": 5}),
            "summary_cy": forms.Textarea(attrs={"rows": 5, "lang": "cy"}),
            "labour": forms.RadioSelect,
            "vacancy_rule": forms.RadioSelect,
        }
        labels = {
            **_IN_WELSH,
            "summary_cy": gettext_lazy("Summary in Welsh"),
            "min_batch": gettext_lazy("Papers that move into the ballot box together, at least"),
        }
        help_texts = {
            "title_cy": _WELSH_HINT,
            "slug": gettext_lazy(
                "The last part of the page's address: small letters, - and digits."
            ),
            "fills_vacancies": gettext_lazy(
                "Whoever is elected serves the rest of that term. Otherwise a new term begins, and the "
                "seats of the one before it end."
            ),
            "summary": gettext_lazy("Shown to everybody at the top of the election's page."),
            "supporters_needed": gettext_lazy(
                "How many members of the same electorate must nominate a candidate."
            ),
            "minimum_age": gettext_lazy(
                "In years, on the day by which members must have joined. 0 asks for none."
            ),
            "needs_second_officer": gettext_lazy(
                "One returning officer proposes, another one confirms: to fix the papers, to withdraw the "
                "election or abandon its poll, and to declare or amend the result."
            ),
            "min_batch": gettext_lazy(
                "More hides the order of voting better. A very small election needs less."
            ),
        }


class ContestForm(ReadableTitle, _FormOfContest):
    electorate = forms.ChoiceField(
        label=gettext_lazy("Who stands and votes"),
        widget=forms.RadioSelect,
        # Staff are the electorate of rehearsals alone.
        choices=[one for one in Electorate.choices if one[0] != Electorate.STAFF],
        initial=Electorate.ALL,
    )
    regions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Regions"),
        help_text=gettext_lazy("If only members of one region, or of several, stand and vote."),
        queryset=Region.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    list_name = forms.CharField(
        label=gettext_lazy("Name of the list"),
        help_text=gettext_lazy(
            "If the electorate is a list of its own. Contests with the same name share one list. "
            "You enter the membership numbers once the contest is saved."
        ),
        max_length=200,
        required=False,
        validators=[one_readable_line],
    )

    class Meta:
        model = Contest
        fields = (
            "title",
            "title_cy",
            "description",
            "description_cy",
            "rule",
            "seats",
            "marks",
            "supports_per_member",
            "turnout_needed",
            "majority_needed",
            "has_ron",
            "section_of",
            "weight",
        )
        labels = {
            **_IN_WELSH,
            "description_cy": gettext_lazy("What voters are told about it, in Welsh"),
            "section_of": gettext_lazy("The electorate votes as a further section of"),
            "weight": gettext_lazy("Share of this electorate"),
        }
        widgets = {
            "title_cy": forms.TextInput(attrs={"lang": "cy"}),
            "description": forms.Textarea(attrs={"rows": 3}),
            "description_cy": forms.Textarea(attrs={"rows": 3, "lang": "cy"}),
            "rule": forms.RadioSelect,
        }
        help_texts = {
            "title_cy": _WELSH_HINT,
            "description": gettext_lazy("In a question, its full wording."),
            "marks": gettext_lazy(
                "Where most votes win: how many candidates a member may mark, at most as many as "
                "there are seats."
            ),
            "has_ron": gettext_lazy(
                "Not in a question. A seat that “Re-open nominations” wins stays vacant."
            ),
            "turnout_needed": gettext_lazy("For a question: below it nothing is carried."),
            "majority_needed": gettext_lazy("For a question: 50 if left empty, more than half."),
            "section_of": gettext_lazy(
                "In an electoral college, the contest in which people stand. Nobody stands here."
            ),
            "weight": gettext_lazy(
                "In an electoral college, beside the shares of the others: 1 and 2 are a third and "
                "two thirds."
            ),
        }

    field_order = (
        "title",
        "title_cy",
        "description",
        "description_cy",
        "electorate",
        "regions",
        "list_name",
        "rule",
        "seats",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["electorate"] = self.instance.sheet.electorate
            self.initial["regions"] = list(self.instance.sheet.regions.all())
            if self.instance.sheet.electorate == Electorate.LIST:
                self.initial["list_name"] = self.instance.sheet.title
        heads = self.instance.election.contests.for_people().exclude(pk=self.instance.pk)
        cast("forms.ModelChoiceField[Contest]", self.fields["section_of"]).queryset = heads
        self.fields["weight"].required = False

    @property
    def names_to_check(self) -> tuple[str, ...]:
        """What says anything of a contest with this rule."""
        contest = self.instance
        told = ("title", "title_cy", "description", "description_cy")
        asked = ("electorate", "regions", "list_name", "rule")
        if contest.is_question:
            return (*told, *asked, "majority_needed", "turnout_needed")
        marks = ("marks",) if contest.rule == Rule.PLURALITY else ()
        in_college = contest.section_of_id is not None or contest.sections.exists()
        college = ("section_of", "weight") if in_college else ()
        return (*told, *asked, "seats", *marks, "supports_per_member", "has_ron", *college)

    def clean_weight(self) -> int:
        return self.cleaned_data["weight"] or 1

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        is_regional = entered.get("electorate") == Electorate.REGION
        if is_regional and not entered.get("regions") and "regions" not in self.errors:
            self.add_error("regions", _("Choose the region whose members stand and vote."))
        if not is_regional:
            entered["regions"] = []
        has_list = entered.get("electorate") == Electorate.LIST
        if has_list and not entered.get("list_name") and "list_name" not in self.errors:
            self.add_error("list_name", _("Name the list of members who stand and vote."))
        if not has_list:
            entered["list_name"] = ""
        return entered

    def accuse(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put each (field, sentence) beside its field."""
        for name, sentence in faults:
            self.add_error(name, sentence)


class MinimaForm(forms.Form):
    """How many seats, at the least, go to candidates of each attribute: one number for each.

    Of a contest, or of all contests of an election together.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, *, of: Contest | Election) -> None:
        super().__init__(data, prefix="least")
        stored: dict[str, int] = {}
        if isinstance(of, Election):
            stored = dict(of.national_minima.values_list("attribute", "least"))
        elif of.pk:
            stored = dict(of.minima.values_list("attribute", "least"))
        for attribute in Attribute:
            self.fields[attribute.value] = forms.IntegerField(
                label=attribute.label,
                initial=stored.get(attribute.value, 0),
                required=False,
                min_value=0,
                validators=[MaxValueValidator(100)],
            )

    def minima(self) -> dict[str, int]:
        return {attribute: least or 0 for attribute, least in self.cleaned_data.items()}

    def accuse(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put each (attribute, sentence) beside its field."""
        for attribute, sentence in faults:
            self.add_error(attribute, sentence)
