"""Anybody takes the manifest from when the papers are fixed, and nobody before."""

from __future__ import annotations

import pytest
from django.urls import reverse

from elections.phases import Phase
from tests.acts.scene import SETTINGS, Fixed, Setting, set_the_scene

pytestmark = pytest.mark.django_db
PAPERS_ARE_FIXED = {
    Phase.READY,
    Phase.VOTING,
    Phase.COUNTING,
    Phase.PROVISIONAL,
    Phase.DECLARED,
    Phase.ABANDONED,
    *Fixed,
}


@pytest.mark.parametrize("phase", SETTINGS)
def test_everybody_has_it_in_the_phases_with_papers_and_in_no_other(phase: Setting) -> None:
    scene = set_the_scene(phase)
    url = reverse("elections:download-manifest", args=[scene.election.slug])
    is_there = phase in PAPERS_ARE_FIXED
    for letter, browser in scene.browsers.items():
        answer = browser.get(url)
        assert answer.status_code == (200 if is_there else 404), letter
        assert answer.has_header("Cache-Control") == is_there, "what is not there yet is not kept"
        assert not answer.cookies, letter
