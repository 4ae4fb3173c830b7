"""What people enter; nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.importing import fields
from members.models import Member, Region


class ChooseMemberForm(forms.Form):
    member = forms.TypedChoiceField(
        label=_("Who are you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which member you are.")},
    )

    def __init__(
        self, *args: Any, choices: Sequence[Member], acting: Member | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(member.pk): member for member in choices}
        field = cast("forms.TypedChoiceField", self.fields["member"])
        field.choices = [(pk, str(member)) for pk, member in by_id.items()]
        field.coerce = by_id.__getitem__
        field.initial = str(acting.pk) if acting else None


class PlaceForm(forms.Form):
    region = forms.ModelChoiceField(
        label=_("Region"),
        required=False,
        queryset=Region.objects.all(),
        empty_label=_("as the postcode says"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept in the audit."),
        max_length=500,
        error_messages={"required": _("Say why.")},
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        help_text=_("The member can ask for everything held about them, and is then given this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Write the note.")},
    )


class SamePersonForm(forms.Form):
    """One person, of which one record is kept, or two people."""

    TWO = "two"

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether this is one person or two people.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept in the audit. The member can ask for it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args: Any, first: Member, second: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records = {str(member.pk): member for member in (first, second)}
        field = cast("forms.ChoiceField", self.fields["decision"])
        field.choices = [
            *(
                (pk, _("One person: keep record %(number)s") % {"number": member.number})
                for pk, member in self.records.items()
            ),
            (self.TWO, _("Two people")),
        ]

    @property
    def kept(self) -> Member | None:
        return self.records.get(self.cleaned_data["decision"])


# Of an uploaded list: 500,000 rows of bench/import_members.py are 64 MB as CSV, 37 MB as XLSX. The proxy
# lets a little more through to this one page (deploy/Caddyfile), so that what is too large is told here.
MOST_BYTES = 100 * 10**6


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Membership list"),
        help_text=_("CSV or Excel, as NationBuilder or another program exports it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext(
                    "The file is larger than %(limit)s MB. Leave out columns that are not needed, "
                    "or save it as XLSX, which is smaller."
                )
                % {"limit": MOST_BYTES // 10**6}
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each column that has a header."""

    def __init__(
        self,
        *args: Any,
        headers: Sequence[str],
        samples: Sequence[Sequence[str]],
        mapping: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.width = len(headers)
        for column, header in enumerate(headers):
            if header.strip():
                said = [row[column] for row in samples if column < len(row) and row[column].strip()]
                self.fields[f"column-{column}"] = forms.ChoiceField(
                    label=header.strip()[:80],
                    help_text=" · ".join(said),
                    required=False,
                    choices=[("", _("– not read –")), *fields.LABELS.items()],
                    initial=mapping[column] if column < len(mapping) else "",
                )

    def chosen(self) -> list[str]:
        return [self.cleaned_data.get(f"column-{column}", "") for column in range(self.width)]


class ApplyForm(forms.Form):
    """A list that was checked is applied: nothing takes that back, so what it changes is named."""

    confirm = forms.CharField(
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        max_length=20,
        error_messages={"required": _("Type the number of members to confirm.")},
    )

    def __init__(self, *args: Any, changes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._changes = changes
        self.fields["confirm"].label = gettext(
            "To confirm, type how many members change: %(number)s"
        ) % {"number": f"{changes:,}"}

    def clean_confirm(self) -> str:
        typed = "".join(one for one in self.cleaned_data["confirm"] if one not in ", \u00a0")
        if typed != str(self._changes):
            raise forms.ValidationError(
                gettext("That is not the number. Type %(number)s.")
                % {"number": f"{self._changes:,}"}
            )
        return typed
