"""What the site says when something is wrong with it or with a request: no address leads there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.views import defaults
from playwright.sync_api import Browser

from momentum_site.middleware import _away
from momentum_site.views import csrf_failure
from tests.gates.looking import faults_of
from tests.gates.showing import showing
from tests.gates.visits.visit import Answer, Visit
from tests.gates.world import World

PAGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "a request that makes no sense": lambda request: defaults.bad_request(request, ValueError()),
    "a fault of the site": defaults.server_error,
    "the database is away": _away,
    "a form without its token": lambda request: csrf_failure(request, "CSRF cookie not set."),
    "a form with an old token": lambda request: csrf_failure(request, "CSRF token incorrect."),
}


@pytest.mark.parametrize("method", ["get", "post"])
def test_they_are_as_good_as_any_other(browser: Browser, world: World, method: str) -> None:
    wrong = []
    with showing(browser, world) as shown:
        for what, page in PAGES.items():
            request = getattr(RequestFactory(), method)("/home/", {"statement": "Half a sentence"})
            visit = Visit("/home/", status=0)
            answer = Answer(visit, visit.name, page(request), 0, Client())
            found = faults_of(shown, answer)
            wrong += [f"{what}, asked by {method}: {one}" for one in found]
    assert not wrong, "\n".join(wrong)
