"""No page, mail or refusal has words that the catalogue cannot reach."""

from __future__ import annotations

import pytest

from catalogue import unwrapped
from catalogue.extracting import ROOT
from catalogue.unwrapped import of_module, of_template


def test_every_word_of_the_site_is_marked_for_translation() -> None:
    assert list(unwrapped.of_site()) == []


def test_each_exemption_covers_something_and_says_why() -> None:
    for file, reason in unwrapped.EXEMPT.items():
        assert (ROOT / file).exists(), file
        assert reason


@pytest.mark.parametrize(
    "template",
    [
        "<p>Vote</p>",
        "<h1>{{ name }} has voted</h1>",
        '<img src="a.png" alt="A ballot box">',
        '<a href="/" aria-label="Back to {{ title }}">←</a>',
        '<input type="submit" value="Send">',
        '{% include "_notice.html" with text="You have voted." only %}',
        '{% wide_table "a" caption="Turnout by region" %}',
        '{% if a %}{% translate "Yes" %}{% else %}No{% endif %}',
        '<p lang="fr">Voter</p>',
        '<ol data-word-given="You have {name} first."></ol>',
        '<progress aria-valuetext="Half of it"></progress>',
        '<meta name="description" content="Elections of Momentum">',
        '<p>{{ name|default:"Nobody" }}</p>',
        """<img src="a.png" alt="{{ name|default_if_none:'Nobody' }}">""",
        '<p>{{ has_voted|yesno:"Yes,No" }}</p>',
        '<p>{{ names|join:" and " }}</p>',
        '<p>{{ "Nobody" }}</p>',
        '<p>{% firstof name other "Nobody" %}</p>',
        '{% wide_table "Turnout by region" %}',
        '{% with said=name|default:"Nobody" %}{{ said }}{% endwith %}',
    ],
)
def test_words_outside_the_tags_of_a_template_are_found(template: str) -> None:
    assert len(list(of_template(template))) == 1


@pytest.mark.parametrize(
    "template",
    [
        '{% translate "Vote" %}',
        "{% blocktranslate trimmed %}You have <b>voted</b>.{% endblocktranslate %}",
        '<a aria-label="{% translate "Back" %}" class="button">{{ title }} – 3</a>',
        "{# Nobody sees this #}{% comment %}nor this{% endcomment %}",
        "{% block body_class %}office{% endblock body_class %}",
        '<p lang="cy">Nid yw ar gael.</p><code>python -m elections.counting</code>',
        '{% include "_tag.html" with kind="good" text=words only %}',
        '{% wide_table _("Turnout") kind="narrow" %}',
        '<p>{{ name|default:_("Nobody") }} {{ email|default:"–" }} {{ at|date:"l j F" }}</p>',
        """<a id="{{ id|default:'copy-link' }}" data-kept-as="the kept one"></a>""",
        '<p>{% firstof name _("Nobody") %}</p>',
        '<meta name="viewport" content="width=device-width">',
    ],
)
def test_what_is_marked_or_no_words_is_passed_over(template: str) -> None:
    assert list(of_template(template)) == []


def test_the_lines_of_a_mail_in_plain_text_are_read_too() -> None:
    assert list(of_template("{{ title }}\nVote now.\n-- \n", is_html=False)) == ["Vote now."]


@pytest.mark.parametrize(
    "line",
    [
        'forms.CharField(label="Name")',
        'Meta.verbose_name = X(verbose_name="election")',
        'messages.success(request, "Saved.")',
        'messages.success(request, f"{name} is saved")',
        'messages.add_message(request, level, "Saved.")',
        'messages.success(request, "%s saved" % name)',
        'messages.success(request, "{} saved".format(name))',
        'messages.success(request, name + " saved")',
        'messages.success(request, said or "saved")',
        'raise Refused("No.")',
        'raise Refused("not here" if is_here else _("Not there."))',
        'words = f"{number} people told."',
        'form.add_error("name", "too long")',
        'crumbs = [{"label": "Office"}]',
        'words = "You have voted."',
        'class Kind(models.TextChoices):\n    A = "a", "Open"',
        'title = "Elections"',
    ],
)
def test_words_of_python_that_people_read_are_found(line: str) -> None:
    assert len(list(of_module(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        'forms.CharField(label=_("Name"))',
        'messages.success(request, _("%(name)s is saved.") % {"name": name})',
        'raise ValueError("A message is to a voter.")',
        'raise FormatError("This is no paper.")',
        'raise Refused(_("Not here.") if is_here else _("Not there."))',
        'messages.success(request, _("%(name)s saved") % {"name": name})',
        'address = f"{name} <{address}>"',
        'log.warning("Mail: %d sent.", 3)',
        '"""What a module does."""',
        'form.add_error("name", _("Too long."))',
        'LEFT_OUT = {"a.B": "Says nothing of anybody."}',
        'state = "open"',
    ],
)
def test_what_is_translated_or_for_programmers_is_passed_over(line: str) -> None:
    assert list(of_module(line)) == []
