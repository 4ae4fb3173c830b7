"""What the site says where it cannot do what it is asked."""

from __future__ import annotations

from momentum_site.demo import guide
from tests.gates.visits.finding import member, slug
from tests.gates.visits.visit import GONE, MOVED, REFUSED, visit

VISITS = [
    visit("/nowhere/", status=GONE),
    visit("/nowhere/", who=member, status=GONE),
    visit("/office/nowhere/", who=guide.OFFICER, status=GONE),
    visit("elections:office-home", who=member, status=REFUSED),
    visit("elections:office-home", status=MOVED),
    visit("elections:show-election", slug(guide.PREPARING), status=GONE),
    visit("members:upload-import", who="scrutineer@example.org", status=REFUSED),
    visit("elections:show-results", slug(guide.PREPARING), status=GONE),
    visit("admin:index", who=guide.OFFICER, status=REFUSED),
]
