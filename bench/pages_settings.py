"""The settings of the site, with the addresses that `bench/pages.py` measures beside its own."""

from momentum_site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.pages_urls"
ALLOWED_HOSTS = ["*"]
