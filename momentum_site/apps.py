"""The site's own app: checks, commands and the table of the cache."""

from django.apps import AppConfig
from django.core.validators import MaxLengthValidator
from django.utils.translation import ngettext_lazy


class SiteConfig(AppConfig):
    name = "momentum_site"

    def ready(self) -> None:
        from momentum_site import checks  # noqa: F401  registers them

        # Django's own words ("Ensure this value has at most …") say what is wrong, and not what to do.
        MaxLengthValidator.message = ngettext_lazy(
            "Shorten this to %(limit_value)d letter: it has %(show_value)d.",
            "Shorten this to %(limit_value)d letters: it has %(show_value)d.",
            "limit_value",
        )
