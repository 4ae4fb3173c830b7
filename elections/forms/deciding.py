"""Decisions of the office that cannot be taken back."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import Appeal, Contest, Election
from elections.readable import readable_text


class DecisionForm(forms.Form):
    """Yes, or no with a reason that somebody is told. Subclasses give the words.

    `WAYS` are the two decisions with their labels, yes first; `ACTS` what the button that makes each
    says.
    """

    WAYS: tuple[tuple[str, Promise], tuple[str, Promise]]
    ACTS: tuple[Promise, Promise]
    NOT_CHOSEN: Promise
    REASON_FOR: Promise
    WHO_IS_TOLD: Promise
    NO_REASON: Promise

    decision = forms.ChoiceField(label=gettext_lazy("Your decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision, reason = cast("forms.ChoiceField", self.fields["decision"]), self.fields["reason"]
        decision.choices = self.WAYS
        decision.error_messages["required"] = str(self.NOT_CHOSEN)
        reason.label, reason.help_text = str(self.REASON_FOR), str(self.WHO_IS_TOLD)

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        no, _label = self.WAYS[1]
        if entered.get("decision") == no and not entered.get("reason", "").strip():
            self.add_error("reason", str(self.NO_REASON))
        return entered

    @property
    def act_in_words(self) -> Promise:
        return self.ACTS[0 if self.is_yes else 1]

    @property
    def is_yes(self) -> bool:
        yes, _label = self.WAYS[0]
        return bool(self.cleaned_data["decision"] == yes)


class NominationDecisionForm(DecisionForm):
    """Accept or refuse a nomination."""

    WAYS = (
        ("accept", gettext_lazy("Accept: may stand")),
        ("refuse", gettext_lazy("Refuse")),
    )
    ACTS = (gettext_lazy("Accept the nomination"), gettext_lazy("Refuse the nomination"))
    NOT_CHOSEN = gettext_lazy("Choose whether to accept or to refuse.")
    REASON_FOR = gettext_lazy("Reason, if you refuse")
    WHO_IS_TOLD = gettext_lazy("The candidate is told it, in these words.")
    NO_REASON = gettext_lazy("Give the reason: the candidate is told it.")


class AppealForm(forms.Form):
    """Why a candidate thinks that the refusal of their nomination is wrong."""

    text = forms.CharField(
        label=gettext_lazy("Why is the refusal wrong?"),
        help_text=gettext_lazy(
            "Returning officers and the scrutineer read it. You can appeal once, so say all of it."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=4000,
        validators=[readable_text],
        error_messages={"required": gettext_lazy("Say why the refusal is wrong.")},
    )


class AppealDecisionForm(forms.Form):
    """Uphold or dismiss an appeal, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        widget=forms.RadioSelect,
        choices=Appeal.Outcome.choices,
        error_messages={"required": gettext_lazy("Choose whether to uphold or to dismiss.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The candidate is told it, in these words."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Give the reason: the candidate is told it.")},
    )

    @property
    def act_in_words(self) -> str:
        return _("Uphold the appeal") if self.upholds else _("Dismiss the appeal")

    @property
    def upholds(self) -> bool:
        return bool(self.cleaned_data["outcome"] == Appeal.Outcome.UPHELD)


class ConfirmForm(forms.Form):
    """The last step of what is never undone: the election is named by typing its address."""

    confirm = forms.CharField(
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Type the election's address to confirm.")},
        help_text=gettext_lazy("The election's title will do as well."),
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.election = election
        self.fields["confirm"].label = _("To confirm, type %(address)s") % {
            "address": election.slug
        }

    def clean_confirm(self) -> str:
        typed = " ".join(self.cleaned_data["confirm"].casefold().split())
        if typed not in (self.election.slug, " ".join(self.election.title.casefold().split())):
            raise forms.ValidationError(
                _("That is not this election. Type %(address)s.") % {"address": self.election.slug}
            )
        return typed


class ContestConfirmForm(forms.Form):
    """The contest is named by typing its title: no other one is removed by a slip."""

    confirm = forms.CharField(
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        max_length=200,
        error_messages={"required": gettext_lazy("Type the title to confirm.")},
    )

    def __init__(self, *args: Any, contest: Contest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._title = contest.title
        self.fields["confirm"].label = _("To confirm, type the title: %(title)s") % {
            "title": contest.title
        }

    def clean_confirm(self) -> str:
        typed = " ".join(self.cleaned_data["confirm"].casefold().split())
        if typed != " ".join(self._title.casefold().split()):
            raise forms.ValidationError(
                _("That is not this title. Type: %(title)s.") % {"title": self._title}
            )
        return typed


class StrikeForm(forms.Form):
    """Words of a fixed statement that are no longer to be shown, and why."""

    passage = forms.CharField(
        label=gettext_lazy("The words to strike out"),
        help_text=gettext_lazy("Copied from the statement. Every place where they stand goes."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Enter the words to strike out.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Public reason"),
        help_text=gettext_lazy("It stands in the place of the words, for everybody to read."),
        max_length=300,
        error_messages={"required": gettext_lazy("Give the reason: everybody can read it.")},
    )
