"""The test session: its own PostgreSQL, Valkey and mail sink, started before Django's settings.

Where several processes share the tests, each has a session of its own.
"""

import os

inherited = dict(os.environ)

from tests.embedded import session  # noqa: E402

session.start()

import django  # noqa: E402

os.environ["DJANGO_SETTINGS_MODULE"] = "momentum_site.settings"
django.setup()

from django.conf import settings  # noqa: E402

# A sign-in mail goes before the page is answered, so that a test finds it; one test asks for the thread.
settings.SIGN_IN_MAIL_IN_BACKGROUND = False

if session.hands_out_tests():
    # Settings are read: those to whom the tests are handed start with what this process was given.
    os.environ.clear()
    os.environ.update(inherited)

from tests.embedded import issuing_keys  # noqa: E402
from tests.embedded.browser import browser, page  # noqa: E402
from tests.embedded.database import django_db_modify_db_settings, django_db_setup  # noqa: E402
from tests.embedded.language import in_english  # noqa: E402
from tests.embedded.mailbox import mailbox  # noqa: E402
from tests.embedded.session import (  # noqa: E402
    pytest_runtest_protocol,
    pytest_sessionfinish,
)
from tests.embedded.site import broker, empty_queues, live_site, web, workers  # noqa: E402
from tests.gates.world import world, world_database  # noqa: E402

issuing_keys.come_from_a_ring()

__all__ = [
    "broker",
    "browser",
    "django_db_modify_db_settings",
    "django_db_setup",
    "empty_queues",
    "in_english",
    "live_site",
    "mailbox",
    "page",
    "pytest_runtest_protocol",
    "pytest_sessionfinish",
    "web",
    "workers",
    "world",
    "world_database",
]
