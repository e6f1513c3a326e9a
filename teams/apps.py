from django.apps import AppConfig
from django.core.checks import register

from teams.checks import zones_are_pinned


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        register(zones_are_pinned)
