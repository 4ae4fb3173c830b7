"""The ballots app: no admin, no views, no signal."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "elections.ballots"
    label = "ballots"
    verbose_name = "Ballot box"
