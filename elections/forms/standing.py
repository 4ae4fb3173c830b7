"""What a member enters to stand, checked beside the field and never lost."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from elections.forms.readable import one_readable_line, readable_text
from elections.models import Attribute, Contest
from elections.models.nomination import MOST_LETTERS


class StandingForm(forms.Form):
    """Ballot name, statement and, where the contest reserves seats, declarations for those.

    `limit` is the most words of a statement.
    """

    ballot_name = forms.CharField(
        label=_("Your name on the ballot paper"),
        max_length=80,
        validators=[one_readable_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("The name people know you by."),
    )
    statement = forms.CharField(
        label=_("Your statement"),
        required=False,
        validators=[readable_text],
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    attributes = forms.MultipleChoiceField(
        label=_("Which of these apply to you?"),
        required=False,
        choices=Attribute.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Seats of this contest are reserved for these groups. Tick only what you want to be "
            "counted for."
        ),
    )
    consent = forms.BooleanField(
        label=_("I agree that what I ticked is published with my name"),
        required=False,
        help_text=_(
            "It appears in the minima file, one of the files of the result, because anybody must "
            "be able to repeat the count. Without your agreement you are not counted towards the "
            "reserved seats."
        ),
    )

    def __init__(self, *args: Any, contest: Contest, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit
        self.fields["statement"].help_text = _(
            "At most %(limit)s words of plain text. Everybody can read it. Leave an empty line "
            "between paragraphs."
        ) % {"limit": limit}
        asked = [
            (minimum.attribute, minimum.get_attribute_display())
            for minimum in contest.minima.all()
            if minimum.least
        ]
        if asked:
            cast("forms.MultipleChoiceField", self.fields["attributes"]).choices = asked
        else:
            del self.fields["attributes"], self.fields["consent"]

    def clean_ballot_name(self) -> str:
        return " ".join(str(self.cleaned_data["ballot_name"]).split())

    def clean_statement(self) -> str:
        statement = str(self.cleaned_data["statement"]).replace("\r\n", "\n")
        words = len(statement.split())
        if words > self.limit:
            raise ValidationError(
                ngettext(
                    "Your statement has %(words)s words: take out %(over)s.",
                    "Your statement has %(words)s words: take out at least %(over)s.",
                    words - self.limit,
                ),
                params={"words": words, "over": words - self.limit},
            )
        if len(statement) > MOST_LETTERS:
            raise ValidationError(
                _("Your statement has %(letters)s letters: shorten it to %(limit)s."),
                params={"letters": len(statement), "limit": MOST_LETTERS},
            )
        return statement

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("attributes") and not cleaned.get("consent"):
            self.add_error(
                "consent", _("Tick this too, or untick what you do not want to be published.")
            )
        return cleaned

    @property
    def declared(self) -> list[str]:
        return list(self.cleaned_data.get("attributes", []))

    @property
    def declared_words(self) -> list[str]:
        return [str(Attribute(attribute).label) for attribute in self.declared]

    def entered(self) -> list[tuple[str, str]]:
        """Every field and value as it was posted, to be posted again."""
        names = [name for name in self.fields if name in self.data]
        return [(name, value) for name in names for value in _values(self.data, name)]


def _values(data: Any, name: str) -> list[str]:
    return list(data.getlist(name)) if hasattr(data, "getlist") else [data[name]]
