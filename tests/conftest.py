"""The test session: its own PostgreSQL, Valkey and mail sink, started before Django's settings.

Where several processes share the tests, each has a session of its own; the one that hands them out
runs none and starts nothing.
"""

import os

from tests.embedded import session

if session.runs_tests():
    session.start()

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "momentum_site.settings"
    django.setup()

    from tests.embedded.browser import browser, page
    from tests.embedded.database import django_db_modify_db_settings, django_db_setup
    from tests.embedded.mailbox import mailbox
    from tests.embedded.session import pytest_sessionfinish
    from tests.embedded.site import broker, empty_queues, live_site, web, workers

    __all__ = [
        "broker",
        "browser",
        "django_db_modify_db_settings",
        "django_db_setup",
        "empty_queues",
        "live_site",
        "mailbox",
        "page",
        "pytest_sessionfinish",
        "web",
        "workers",
    ]
else:
    # The others inherit the environment, and would have Django read its settings too soon.
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
