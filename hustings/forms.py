"""What the office sets up, what members ask and candidates answer, and what an officer decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.forms.deciding import DecisionForm
from elections.forms.timing import InstantField
from elections.forms.writing import LanguageField
from elections.readable import one_readable_line, readable_text
from elections.refusal import Refused
from hustings.conditions import require_short
from hustings.models import Hustings, Topic
from hustings.setting_up import default_topics


class HustingsForm(forms.Form):
    """Topics and limits, until the notice; the two windows; after the notice the reason."""

    topics = forms.CharField(
        label=gettext_lazy("Topics"),
        help_text=gettext_lazy("One on each line, at most twelve. They lock at the notice."),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=2000,
    )
    question_words = forms.IntegerField(
        label=gettext_lazy("Words of a question, at most"), min_value=10, max_value=200
    )
    answer_words = forms.IntegerField(
        label=gettext_lazy("Words of an answer, at most"), min_value=20, max_value=600
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        help_text=gettext_lazy("Published with the change."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Give the reason: it is published.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        hustings: Hustings | None,
        is_public: bool,
        passed: Collection[str] = (),
    ) -> None:
        super().__init__(data)
        self.hustings = hustings
        if is_public and hustings is not None:  # what is locked is neither shown nor taken
            for name in ("topics", "question_words", "answer_words"):
                del self.fields[name]
        else:
            self._begin_with(hustings)
        for name in Hustings.INSTANTS:
            field = InstantField(
                label=capfirst(Hustings.words_for(name)),
                initial=getattr(hustings, name) if hustings else None,
            )
            if name in passed:
                field.make_readonly()
            self.fields[name] = field
        if is_public:
            self.order_fields([*(n for n in self.fields if n != "reason"), "reason"])
        else:
            del self.fields["reason"]

    def _begin_with(self, hustings: Hustings | None) -> None:
        topics = default_topics()
        if hustings is not None:
            topics = list(hustings.topics.values_list("title", flat=True))
        limits = hustings or Hustings()
        self.initial["topics"] = "\n".join(topics)
        self.initial["question_words"] = limits.question_words
        self.initial["answer_words"] = limits.answer_words

    def clean_topics(self) -> list[str]:
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["topics"]).splitlines()]
        topics = [line for line in lines if line]
        for topic in topics:
            one_readable_line(topic)
            if len(topic) > 80:
                raise ValidationError(_("Shorten each topic to 80 letters."))
        return topics

    def instants(self) -> dict[str, datetime]:
        return {name: self.cleaned_data[name] for name in Hustings.INSTANTS}

    def accuse(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put each (field, sentence) beside its field."""
        for name, sentence in faults:
            self.add_error(name, sentence)

    def settings(self) -> dict[str, Any]:
        """Topics and limits as entered, or as they are locked."""
        if "topics" in self.cleaned_data:
            return {
                name: self.cleaned_data[name]
                for name in ("topics", "question_words", "answer_words")
            }
        locked = cast("Hustings", self.hustings)
        return {
            "topics": list(locked.topics.values_list("title", flat=True)),
            "question_words": locked.question_words,
            "answer_words": locked.answer_words,
        }


class _TopicField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Topic) -> str:
        return obj.title_here


class _TextForm(forms.Form):
    """A text of so many words at most."""

    text = forms.CharField(validators=[readable_text], widget=forms.Textarea(attrs={"rows": 5}))
    language = LanguageField()

    def __init__(self, *args: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit
        words = _("At most %(limit)s words of plain text. An officer reads it before it is shown.")
        self.fields["text"].help_text = words % {"limit": limit}

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        try:
            return require_short(text, self.limit)
        except Refused as refused:
            raise ValidationError(str(refused)) from refused


class AskForm(_TextForm):
    topic = _TopicField(
        label=gettext_lazy("What is it about?"),
        queryset=Topic.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, hustings: Hustings, **kwargs: Any) -> None:
        super().__init__(*args, limit=hustings.question_words, **kwargs)
        self.fields["text"].label = _("Your question")
        topic = cast("forms.ModelChoiceField[Topic]", self.fields["topic"])
        topic.queryset = hustings.topics.all()
        self.order_fields(["topic", "text", "language"])


class AnswerForm(_TextForm):
    def __init__(self, *args: Any, hustings: Hustings, **kwargs: Any) -> None:
        super().__init__(*args, limit=hustings.answer_words, **kwargs)
        self.fields["text"].label = _("Your answer")
        self.fields["text"].widget.attrs["rows"] = 12


class ModerationForm(DecisionForm):
    """Approve or reject a question or an answer."""

    WAYS = (
        ("approve", gettext_lazy("Approve: everybody can read it")),
        ("reject", gettext_lazy("Reject")),
    )
    ACTS = (gettext_lazy("Approve it"), gettext_lazy("Reject it"))
    NOT_CHOSEN = gettext_lazy("Choose whether to approve or to reject.")
    REASON_FOR = gettext_lazy("Reason, if you reject")
    WHO_IS_TOLD = gettext_lazy("The author is told it, in these words.")
    NO_REASON = gettext_lazy("Give the reason: the author is told it.")
