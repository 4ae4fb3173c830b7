"""Give a person the offices of staff, by their email address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from members import mailbox, roles
from members.models import User
from members.roles import Role

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Give someone one or more offices; they sign in by an emailed code and a second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--role", action="append", required=True, choices=Role.values, dest="roles"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        key = mailbox.key(options["email"])
        if not key:
            raise CommandError(f"{options['email']!r} is not an email address.")
        user = User.objects.of_mailbox(key)
        for role in options["roles"]:
            try:
                given = roles.grant(user, Role(role), actor=None, reason="manage.py add_staff")
            except roles.NotGranted as refused:
                raise CommandError(str(refused)) from None
            self.stdout.write(f"{key}: {Role(role).label} {'granted' if given else 'held already'}")
