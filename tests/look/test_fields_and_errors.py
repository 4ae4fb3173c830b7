"""Fields with their label, hint and error, and the summary that repeats the errors' words."""

from __future__ import annotations

from django import forms
from django.template import Context, Template

from momentum_site.templatetags import look


class NominationForm(forms.Form):
    name = forms.CharField(
        label="Name on the ballot paper",
        help_text="As you want voters to see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    code = forms.CharField(
        label="Code",
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "aria-describedby": "own",
            }
        ),
        help_text="Six digits.",
    )
    place = forms.ChoiceField(
        label="Where?", choices=[("r", "Region"), ("o", "Office")], widget=forms.RadioSelect
    )
    at = forms.SplitDateTimeField(label="When?")
    agrees = forms.BooleanField(label="I agree")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if self.data.get("name") == "Nobody":
            raise forms.ValidationError("Nobody cannot stand.")


def drawn(source: str, **context: object) -> str:
    page = Template("{% load look %}" + source).render(Context(context))
    return " ".join(page.split())


def test_label_hint_and_error_belong_to_the_input() -> None:
    page = drawn("{% field form.name %}", form=NominationForm({}))
    assert '<label for="id_name"> Name on the ballot paper </label>' in page
    assert '<div class="hint" id="id_name_hint">As you want voters to see it.</div>' in page
    assert 'id="id_name_error"' in page
    assert 'aria-describedby="id_name_hint id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_a_field_without_error_says_nothing_of_one() -> None:
    page = drawn("{% field form.name %}", form=NominationForm())
    assert "error" not in page
    assert "aria-invalid" not in page


def test_what_the_widget_says_of_itself_is_kept() -> None:
    page = drawn("{% field form.code %}", form=NominationForm())
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert 'aria-describedby="own id_code_hint"' in page
    assert "(optional)" in page
    assert "(optional)" not in drawn(
        "{% field form.code mark_optional=False %}", form=NominationForm()
    )


def test_label_and_hint_can_be_said_otherwise() -> None:
    page = drawn('{% field form.name label="Name" hint="" %}', form=NominationForm())
    assert "Name </label>" in page
    assert "hint" not in page


def test_choices_are_a_group_with_a_legend() -> None:
    page = drawn("{% field form.place %}", form=NominationForm({}))
    assert "<legend> Where? </legend>" in page
    assert '<label for="id_place_0">Region</label>' in page
    assert '<fieldset class="field has-error" id="id_place_group" aria-describedby=' in page


def test_a_checkbox_stands_before_its_label() -> None:
    page = drawn("{% field form.agrees %}", form=NominationForm({}))
    assert page.index('type="checkbox"') < page.index("I agree </label>".replace(" <", "<"))
    assert "Tick “I agree”." in page


def test_a_hidden_field_is_only_its_input() -> None:
    page = drawn("{% field form.secret %}", form=NominationForm())
    assert page == '<input type="hidden" name="secret" id="id_secret">'


def test_the_summary_links_to_every_field_in_the_words_beside_it() -> None:
    form = NominationForm({"place": "x"})
    summary = drawn("{% error_summary form %}", form=form)
    assert "There is a problem" in summary
    for href, words in [
        ("#id_name", "Fill in “Name on the ballot paper”."),
        ("#id_place_0", "Select a valid choice. x is not one of the available choices."),
        ("#id_at_0", "Fill in “When?”."),
        ("#id_agrees", "Tick “I agree”."),
    ]:
        assert f'<a href="{href}">{words}</a>' in summary
    for name in ("name", "place", "at", "agrees"):
        words = look.field(form[name])["errors"][0]
        assert str(words) in summary


def test_an_error_of_the_whole_form_has_no_link() -> None:
    data = {"name": "Nobody", "place": "r", "at_0": "2026-06-30", "at_1": "12:00", "agrees": "on"}
    summary = drawn("{% error_summary form %}", form=NominationForm(data))
    assert "<strong>Nobody cannot stand.</strong>" in summary
    assert "<a " not in summary


def test_several_sources_make_one_summary() -> None:
    things = forms.formset_factory(NominationForm)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": ""}
    )
    summary = drawn(
        "{% error_summary things problems missing %}",
        things=things,
        problems=[("Choose a file.", "#id_file"), ("It is empty.", "")],
    )
    assert summary.count("There is a problem") == 1
    assert '<a href="#id_form-0-name">' in summary
    assert '<a href="#id_file">Choose a file.</a>' in summary
    assert "<strong>It is empty.</strong>" in summary


def test_nothing_is_drawn_when_nothing_is_wrong() -> None:
    assert drawn("{% error_summary form %}", form=NominationForm()) == ""


def test_the_title_begins_with_error_only_when_something_is_wrong() -> None:
    class Paper:
        def faults(self) -> list[str]:
            return ["Wales: a number is missing."]

    assert look.has_errors(NominationForm({}))
    assert look.has_errors(Paper())
    assert look.has_errors("", "The file is empty.")
    assert not look.has_errors(NominationForm(), "", None, object())


def test_entered_text_is_escaped() -> None:
    page = drawn("{% field form.name %}", form=NominationForm({"name": "<script>"}))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
