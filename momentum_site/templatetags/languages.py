"""The language of a page: its other one, and what is written in another."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from elections.bilingual import marked_as_english
from members.languages import QUERY, Language, chosen, here
from momentum_site.page_language import is_offered

register = template.Library()


@register.inclusion_tag("components/_language.html", takes_context=True)
def language_switch(context: Context, *, form: str = "", page: str = "") -> dict[str, Any]:
    """The link to this page in the other language, where it is offered.

    The answer to a form has no such link, for what was entered would be lost, unless its template
    says how it is had: `form` is the id of a form of the page that sends again what this answers,
    `page` the path of a page that takes its place. `in_english_only` is for whoever chose Welsh and
    reads about an election without it.
    """
    request = context.get("request")
    is_answer = request is not None and request.method not in ("GET", "HEAD")
    if request is None or (is_answer and not form and not page):
        return {}
    if not is_offered(request):
        is_about_election = bool(context.get("election")) and not context.get("office_sections")
        return {"in_english_only": is_about_election and chosen(request) == Language.WELSH}
    other = Language.ENGLISH if here() == Language.WELSH else Language.WELSH
    return {
        "other": other,
        "form": form,
        "href": f"{page if is_answer else ''}?{_query(request, other)}",
        "has_form": bool(context.get("form")),
        "is_paper": bool(context.get("voter")),  # its script keeps what was entered
    }


@register.simple_tag(takes_context=True)
def language_alternates(context: Context) -> SafeString:
    """For search engines: this page's addresses in both languages, where it is offered in both."""
    request = context.get("request")
    if request is None or request.method != "GET" or not is_offered(request):
        return SafeString("")
    page = f"{settings.SITE_URL}{request.path}"
    return format_html_join(
        "\n",
        '<link rel="alternate" hreflang="{}" href="{}?{}">',
        ((language.value, page, _query(request, language)) for language in Language),
    )


def _query(request: Any, language: Language) -> str:
    query = request.GET.copy()
    query[QUERY] = language.value
    return str(query.urlencode())


@register.filter
def from_office(text: str) -> str:
    """What an officer wrote, or the site in their place: marked as English on a Welsh page, unless it
    is a message of the catalogue."""
    return marked_as_english(text, "")


@register.filter
def differs(language: str) -> bool:
    """Whether something is written in another language than the page is in."""
    return language != here()


@register.filter
def written_in(text: str, language: str) -> str:
    """A line that somebody wrote, marked where it is in another language than the page."""
    if not text or not differs(language):
        return text
    return format_html('<span lang="{}">{}</span>', language, text)
