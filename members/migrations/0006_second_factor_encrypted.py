"""Secrets of the second factor that were stored in clear are encrypted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import migrations

from members.second_factor import Adapter

SECRETS = ("secret", "seed")  # of an authenticator app, and of recovery codes


def encrypt(apps: Any, schema_editor: Any) -> None:
    _rewrite(apps, Adapter().encrypt)


def decrypt(apps: Any, schema_editor: Any) -> None:
    _rewrite(apps, Adapter().decrypt)


def _rewrite(apps: Any, change: Callable[[str], str]) -> None:
    for authenticator in apps.get_model("mfa", "Authenticator").objects.all():
        found = {
            name: change(authenticator.data[name]) for name in SECRETS if name in authenticator.data
        }
        authenticator.data |= found
        authenticator.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("members", "0005_audit_words"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(encrypt, decrypt)]
