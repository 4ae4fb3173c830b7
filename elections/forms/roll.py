"""Corrections of the roll, and lists of electors, as officers enter them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import ListChange, Sheet
from members.models import Member

MOST_BYTES = 4 * 2**20  # of an uploaded list: more than half a million numbers


class ReasonForm(forms.Form):
    """Every correction has its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The member is told it, in these words. It stays on record."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Give the reason: the member is told it.")},
    )

    @property
    def given_reason(self) -> str:
        return str(self.cleaned_data["reason"])


class PapersForm(ReasonForm):
    """Which papers a member has."""

    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Papers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one paper.")},
    )
    field_order = ("papers", "reason")

    def __init__(self, *args: Any, sheets: Iterable[Sheet], held: Iterable[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._sheets = {str(sheet.number): sheet for sheet in sheets}
        self.initial["papers"] = [number for number, one in self._sheets.items() if one.pk in held]
        field = self.fields["papers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(number, sheet.title) for number, sheet in self._sheets.items()]

    def chosen(self) -> list[Sheet]:
        return [self._sheets[number] for number in self.cleaned_data["papers"]]


class AddressForm(ReasonForm):
    address = forms.CharField(
        label=gettext_lazy("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the address that the ballot goes to.")},
    )
    field_order = ("address", "reason")


class CodeForm(ReasonForm):
    """`replaces` is the generation of the code that was the last one when the form was opened."""

    replaces = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Open this page again, and then send it.")},
    )


class MemberConfirmForm(forms.Form):
    """The member is named by typing their number: nobody else is taken off by a slip."""

    confirm = forms.CharField(
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        max_length=100,
        error_messages={"required": gettext_lazy("Type the membership number to confirm.")},
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._number = member.number
        self.fields["confirm"].label = _("To confirm, type the membership number %(number)s") % {
            "number": member.number
        }

    def clean_confirm(self) -> str:
        typed = str(self.cleaned_data["confirm"]).strip()
        if typed.casefold() != self._number.casefold():
            raise forms.ValidationError(
                _("That is not this member. Type %(number)s.") % {"number": self._number}
            )
        return typed


class ListForm(forms.Form):
    """Membership numbers, one a line, pasted or in a file, and what is done with them."""

    change = forms.ChoiceField(
        label=gettext_lazy("What to do with these members"),
        widget=forms.RadioSelect,
        choices=ListChange.choices,
        initial=ListChange.ADD,
    )
    numbers = forms.CharField(
        label=gettext_lazy("Membership numbers"),
        help_text=gettext_lazy("One a line."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file of them"),
        help_text=gettext_lazy("A text file or CSV with one membership number a line."),
        required=False,
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large for a list of numbers."))
        content: bytes = file.read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", errors="replace")

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        # Both count; what a file held is shown again where it can be mended.
        lines = f"{entered.get('numbers', '')}\n{entered.get('file', '')}".splitlines()
        entered["found"] = [number for line in lines if (number := _number(line))]
        if not entered["found"] and not self.errors:
            self.add_error("numbers", _("Enter membership numbers, or choose a file of them."))
        return entered

    def found(self) -> list[str]:
        numbers: list[str] = self.cleaned_data["found"]
        return numbers


def _number(line: str) -> str:
    """The number on a line, which may be the first cell of a row."""
    return line.replace(";", ",").replace("\t", ",").split(",")[0].strip(" \"'\ufeff\x00")
