"""The database goes away in the middle of a request: a sentence, and what was entered."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

pytestmark = pytest.mark.django_db(transaction=True)


def lose_the_database(request: HttpRequest) -> HttpResponse:
    """The server ends our connection while it answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return HttpResponse("never reached")


def still_there(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok")


urlpatterns = [path("lose/", lose_the_database), path("look/", still_there)]


@pytest.fixture
def visitor(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_a_page_says_in_a_sentence_that_it_cannot_be_shown(visitor: Client) -> None:
    response = visitor.get("/lose/?page=2")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "no-store" in response["Cache-Control"]
    page = response.content.decode()
    assert "Our records cannot be reached for the moment" in page
    assert 'href="/lose/?page=2"' in page


def test_what_was_entered_is_on_the_page_and_is_posted_again(visitor: Client) -> None:
    response = visitor.post(
        "/lose/",
        {
            "csrfmiddlewaretoken": "token",
            "statement": 'First line\n"quoted" <script>alert(1)</script>',
            "attributes": ["women", "bame"],
        },
    )
    assert response.status_code == 503
    page = response.content.decode()
    assert '<form method="post" action="/lose/">' in page
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="token">' in page
    assert '<input type="hidden" name="attributes" value="women">' in page
    assert '<input type="hidden" name="attributes" value="bame">' in page
    assert "First line\n&quot;quoted&quot; &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>" not in page
    assert "Try again" in page


def test_a_file_that_cannot_be_kept_is_mentioned(visitor: Client) -> None:
    page = visitor.post("/lose/", {"list": SimpleUploadedFile("list.csv", b"a,b")}).content
    assert b"A file you attached cannot be kept here" in page


def test_its_policy_allows_no_script_and_no_other_site(visitor: Client) -> None:
    policy = visitor.get("/lose/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'self'" in policy


def test_the_next_request_is_answered(visitor: Client) -> None:
    assert visitor.get("/lose/").status_code == 503
    assert visitor.get("/look/").content == b"ok"


def test_the_load_balancer_is_told(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
