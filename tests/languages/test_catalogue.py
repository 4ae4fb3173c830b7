"""The Welsh catalogue has every message of the site and no other, and nothing in it breaks a page."""

from __future__ import annotations

import gettext as catalogues
import io
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from catalogue import extracting, faults, merging
from catalogue.faults import of_messages, of_translations, untranslated


@cache
def stored() -> Catalog:
    return merging.read(merging.PO.read_text())


def catalogue_of(text: str) -> Catalog:
    return merging.read(merging.PO.read_text().split("\n\n", 1)[0] + f"\n\n{text}\n")


def test_the_catalogue_has_the_messages_of_the_site_and_no_others() -> None:
    assert list(of_messages(stored(), extracting.catalogue())) == []


def test_no_translation_breaks_a_page() -> None:
    assert list(of_translations(stored())) == []


def test_every_message_is_translated() -> None:
    assert list(untranslated(stored())) == []


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert merging.PO.with_suffix(".mo").read_bytes() == merging.compiled(merging.PO.read_text())


def test_the_catalogue_says_that_it_is_a_draft_and_has_the_plural_forms_of_django() -> None:
    assert "DRAFT" in stored().header_comment
    assert stored().num_plurals == 4


def test_making_the_catalogue_again_changes_nothing() -> None:
    text = merging.PO.read_text()
    assert merging.merged(text, extracting.catalogue()) == text


def test_a_new_message_comes_in_empty_and_one_that_is_gone_goes() -> None:
    before = catalogue_of('msgid "Gone"\nmsgstr "Mynd"\n\nmsgid "Kept"\nmsgstr "Cadw"')
    found = Catalog()
    for words in ("Kept", "New", "Monday"):
        found.add(words, locations=[("a.html", 0)])
    text = merging.merged(_text_of(before), found)
    after = merging.read(text)
    assert after.get("Gone") is None
    assert [after[words].string for words in ("Kept", "New", "Monday")] == ["Cadw", "", "dydd Llun"]


def test_plural_forms_are_kept_and_a_fuzzy_one_is_not_taken_for_a_translation() -> None:
    before = catalogue_of(
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
        'msgstr[2] "c"\nmsgstr[3] "d"\n\n#, fuzzy\nmsgid "Vote"\nmsgstr "Pleidlais"'
    )
    found = Catalog()
    found.add(("%(n)s day", "%(n)s days"))
    found.add("Vote")
    after = merging.read(merging.merged(_text_of(before), found))
    assert after["%(n)s day"].string == ("a", "b", "c", "d")
    assert after["Vote"].string == ""


def _text_of(made: Catalog) -> str:
    written = io.BytesIO()
    write_po(written, made)
    return written.getvalue().decode()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('msgid "%(n)s seats"\nmsgstr "sedd"', "placeholders"),
        ('msgid "{name} left"\nmsgstr "{enw} wedi mynd"', "placeholders"),
        ('msgid "By <b>noon</b>"\nmsgstr "Erbyn <i>hanner dydd</i>"', "HTML"),
        ('msgid "Your vote"\nmsgstr "Eich \\"pleidlais\\""', "marks of HTML"),
        ('msgid "Your vote"\nmsgstr "Eich < pleidlais"', "marks of HTML"),
        ('#, fuzzy\nmsgid "Vote"\nmsgstr "Pleidlais"', "fuzzy"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"', "needs 4 forms"),
    ],
)
def test_a_translation_that_would_break_a_page_is_named(entry: str, said: str) -> None:
    found = list(of_translations(catalogue_of(entry)))
    assert len(found) == 1
    assert said in found[0]


def test_a_plural_form_may_leave_out_the_number_where_the_english_singular_does() -> None:
    entry = (
        'msgid "One vote"\nmsgid_plural "%(n)s votes"\n'
        'msgstr[0] "Un bleidlais"\nmsgstr[1] "Dwy bleidlais"\n'
        'msgstr[2] "%(n)s pleidlais"\nmsgstr[3] "%(n)s pleidlais"'
    )
    assert list(of_translations(catalogue_of(entry))) == []


def test_what_is_missing_empty_or_shown_nowhere_is_named() -> None:
    made = catalogue_of('msgid "Old"\nmsgstr "Hen"\n\nmsgid "Empty"\nmsgstr ""')
    found = Catalog()
    found.add("New")
    found.add("Empty")
    assert [one.split()[0] for one in of_messages(made, found)] == ["'New'", "'Old'"]
    assert list(untranslated(made)) == ["'Empty' has no Welsh yet."]
    obsolete = catalogue_of('#~ msgid "Once"\n#~ msgstr "Unwaith"')
    assert list(faults.of_messages(obsolete, Catalog())) == [
        "'Once' is obsolete: run `make catalogue`."
    ]


def test_a_message_without_welsh_is_shown_in_english() -> None:
    made = catalogue_of('msgid "Empty"\nmsgstr ""\n\nmsgid "Yes"\nmsgstr "Ie"')
    compiled = catalogues.GNUTranslations(io.BytesIO(merging.compiled(_text_of(made))))
    assert [compiled.gettext(words) for words in ("Empty", "Yes")] == ["Empty", "Ie"]
