"""Collects every word that people read into the catalogues, and says what has no translation yet."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import catalogues


class Command(BaseCommand):
    help = "Bring the catalogues of locale/ up to date with code and templates, compile them, and name what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; end with 1 when one is incomplete")

    def handle(self, *, check: bool, **_options: object) -> None:
        incomplete = False
        for language in catalogues.languages():
            if not check:
                catalogues.update(language)
            problems = catalogues.problems(language)
            incomplete |= bool(problems)
            self._tell(language, problems)
        catalogues.compile_stale()
        if check and incomplete:
            raise CommandError("A catalogue is not complete.")

    def _tell(self, language: str, problems: catalogues.Problems) -> None:
        for what, words in (
            ("without a translation", problems.untranslated),
            ("said nowhere", problems.left_over),
            ("naming other facts than the words", problems.misfilled),
        ):
            self.stdout.write(f"{language}: {len(words)} {what}")
            for one in words:
                self.stdout.write(f"  {one}")
