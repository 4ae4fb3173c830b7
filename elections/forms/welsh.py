"""Who approved the Welsh of an election."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from elections.readable import one_readable_line


class ApprovedWelshForm(forms.Form):
    approved_by = forms.CharField(
        label=gettext_lazy("Who read the Welsh and approved it"),
        help_text=gettext_lazy("Their full name. It is kept in the audit with the time."),
        max_length=120,
        validators=[one_readable_line],
        error_messages={"required": gettext_lazy("Name the reader who approved the Welsh.")},
    )
