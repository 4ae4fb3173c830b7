"""The site's own app: checks, commands and the table of the cache."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "momentum_site"

    def ready(self) -> None:
        from momentum_site import checks  # noqa: F401  registers them
