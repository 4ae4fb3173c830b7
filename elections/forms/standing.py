"""What a member enters to stand, checked beside the field and never lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from elections import photos
from elections.forms.writing import LanguageField
from elections.links import ShownLink, public_link, shown
from elections.models import Attribute, Contest
from elections.models.nomination import MOST_LETTERS
from elections.readable import name_of_its_own, readable_text
from elections.refusal import Refused
from elections.reserved import asked_for_seats, asked_for_totals

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_DECLARING = ("attributes", "consent", "national", "national_consent")
_OF_THE_PHOTO = ("photo", "remove_photo")


class StandingForm(forms.Form):
    """Ballot name, statement, links, photo and the declarations that the contest asks for.

    `kept` is the photo that is already on the server: a browser never sends a file twice.
    """

    ballot_name = forms.CharField(
        label=_("Your name on the ballot paper"),
        max_length=80,
        validators=[name_of_its_own],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("The name people know you by."),
    )
    statement = forms.CharField(
        label=_("Your statement"),
        required=False,
        validators=[readable_text],
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    language = LanguageField()
    photo = forms.FileField(
        label=_("Your photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": _("The file is empty.")},
    )
    remove_photo = forms.BooleanField(label=_("Show no photo"), required=False)
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
            "It stands in the files of the result, because anybody must be able to repeat the "
            "count. It stays there if you leave once the papers are fixed. Without your agreement "
            "you are not counted towards the reserved seats."
        ),
    )
    national = forms.MultipleChoiceField(
        label=_("Which of these apply to you?"),
        required=False,
        choices=Attribute.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "No seat of this contest is reserved for these groups, and the count does not ask. They "
            "are only counted together, over all contests of this election. You need not answer."
        ),
    )
    national_consent = forms.BooleanField(
        label=_("I agree that I am counted in these totals"),
        required=False,
        help_text=_(
            "Only totals over all contests are published, never your name, and no total of fewer "
            "than five people."
        ),
    )

    def __init__(
        self, *args: Any, contest: Contest, kept: photos.EncodedPhoto | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contest = contest
        self.kept = kept
        self.limit = contest.election.statement_words
        self.fields["statement"].help_text = _(
            "At most %(limit)s words of plain text. Everybody can read it. Leave an empty line "
            "between paragraphs."
        ) % {"limit": self.limit}
        self.fields["photo"].help_text = _(
            "A JPEG, PNG or WebP file of at most %(limit)s MB. We keep a small copy of it without "
            "anything that your camera wrote into it, such as the place."
        ) % {"limit": photos.MOST_BYTES // 2**20}
        self._ask_for("attributes", "consent", asked_for_seats(contest))
        self._ask_for("national", "national_consent", asked_for_totals(contest))
        if "national" in self.fields and "attributes" in self.fields:
            self.fields["national"].label = _("And which of these?")
        if not contest.election.has_photos:
            del self.fields["photo"], self.fields["remove_photo"]
        elif kept is None:
            del self.fields["remove_photo"]
        self._add_links()

    def _ask_for(self, name: str, consent: str, asked: list[Attribute]) -> None:
        if not asked:
            del self.fields[name], self.fields[consent]
            return
        field = cast("forms.MultipleChoiceField", self.fields[name])
        field.choices = [(one.value, one.label) for one in asked]

    def _add_links(self) -> None:
        given = list(self.initial.get("links", []))
        self.link_names = [f"link_{n}" for n in range(1, self.contest.election.links + 1)]
        for place, name in enumerate(self.link_names):
            self.fields[name] = forms.CharField(
                label=_("Link %(number)s") % {"number": place + 1},
                required=False,
                validators=[public_link],
                widget=forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://"}),
                initial=given[place] if place < len(given) else "",
            )

    # --- Each field ---

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

    def clean_photo(self) -> photos.EncodedPhoto | None:
        uploaded = cast("UploadedFile[Any] | None", self.cleaned_data["photo"])
        if uploaded is None:
            return None
        try:
            return photos.encode(uploaded, size=uploaded.size or 0)
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("attributes") and not cleaned.get("consent"):
            self.add_error(
                "consent", _("Tick this too, or untick what you do not want to be published.")
            )
        if cleaned.get("national") and not cleaned.get("national_consent"):
            self.add_error(
                "national_consent",
                _("Tick this too, or untick what you do not want to be counted for."),
            )
        if self._kept_changed_meanwhile():
            self.add_error(
                "photo",
                _("Your photo was changed in another window. Look at it below before you go on."),
            )
        return cleaned

    def _kept_changed_meanwhile(self) -> bool:
        """The page that was sent showed another photo than the one that is kept now."""
        if "photo" not in self.fields or "kept_photo" not in self.data:
            return False
        is_replaced = bool(self.files.get("photo")) or bool(self.data.get("remove_photo"))
        return not is_replaced and self.data["kept_photo"] != self._kept_digest

    @property
    def _kept_digest(self) -> str:
        return self.kept.digest if self.kept else ""

    # --- What was entered ---

    @property
    def chosen_photo(self) -> photos.EncodedPhoto | None:
        """The photo as it is to be: the uploaded one if it could be read, else the one kept."""
        if not self.is_bound:
            return self.kept
        uploaded = self.cleaned_data.get("photo") if hasattr(self, "cleaned_data") else None
        if uploaded is not None:
            return cast("photos.EncodedPhoto", uploaded)
        return None if self.data.get("remove_photo") else self.kept

    @property
    def links(self) -> list[str]:
        """The links that were given, each once."""
        given = (self.cleaned_data.get(name, "") for name in self.link_names)
        return list(dict.fromkeys(filter(None, given)))

    @property
    def shown_links(self) -> tuple[ShownLink, ...]:
        return shown(self.links)

    @property
    def link_fields(self) -> list[BoundField]:
        return [self[name] for name in self.link_names]

    @property
    def declared(self) -> list[str]:
        """Everything declared with the agreement that goes with it."""
        return [
            *self.cleaned_data.get("attributes", []),
            *self.cleaned_data.get("national", []),
        ]

    @property
    def reserved_words(self) -> list[str]:
        return _words(self.cleaned_data.get("attributes", []))

    @property
    def national_words(self) -> list[str]:
        return _words(self.cleaned_data.get("national", []))

    @property
    def draft(self) -> dict[str, object]:
        """What is kept of it as it was typed: no declaration is."""
        return {
            "ballot_name": self.data.get("ballot_name", ""),
            "statement": self.data.get("statement", ""),
            "language": self.data.get("language", ""),
            "links": [self.data.get(name, "") for name in self.link_names],
        }

    def entered(self) -> list[tuple[str, str]]:
        """Every field and value as it was posted, to be posted again; the photo by its name."""
        names = [name for name in self.fields if name in self.data and name not in _OF_THE_PHOTO]
        posted = [(name, value) for name in names for value in _values(self.data, name)]
        return [*posted, ("kept_photo", self.chosen_photo.digest if self.chosen_photo else "")]


def _words(attributes: Iterable[str]) -> list[str]:
    return [str(Attribute(attribute).label) for attribute in attributes]


def _values(data: Any, name: str) -> list[str]:
    return list(data.getlist(name)) if hasattr(data, "getlist") else [data[name]]
