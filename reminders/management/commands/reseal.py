"""Seals addresses and secrets anew, after another key was put first in SEALING_KEY."""

from typing import Any

from django.core.management.base import BaseCommand

from reminders.operations.endpoints import reseal_all


class Command(BaseCommand):
    help = "Seal what is sealed with the first of the keys in SEALING_KEY. Safe to run twice."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{reseal_all()} addresses are sealed with the first key.")
