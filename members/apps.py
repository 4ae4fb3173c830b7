from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from members import second_factor

        authenticator_added.connect(
            second_factor.second_factor_set_up, dispatch_uid="members.second_factor_set_up"
        )
