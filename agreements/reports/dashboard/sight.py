"""What one reader counts at an instant, and of which teams."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from agreements.models import Agreement, Party, Visibility
from agreements.models.agreements import AgreementQuerySet
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Sight:
    """``teams``: the keys asked for with all below them, empty for every team; ``slugs`` those asked for."""

    viewer: Person
    at: datetime
    teams: frozenset[int] = frozenset()
    slugs: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """The teams asked for, as lists take them."""
        return ",".join(self.slugs)

    @property
    def counts_all(self) -> bool:
        """Executives and administrators count what is open to its parties only, unread."""
        return self.viewer.is_executive or self.viewer.is_administrator

    @property
    def health(self) -> str:
        """The column of the health that the reader has been told of."""
        return "health" if self.viewer.is_administrator else "shown_health"

    def countable(self) -> AgreementQuerySet:
        """Agreements that the reader may count, and that have one of the teams as a party."""
        return self.of_teams(Agreement.objects.all() if self.counts_all else self.readable())

    def readable(self) -> AgreementQuerySet:
        return Agreement.objects.visible_to(self.viewer)

    def own(self) -> AgreementQuerySet:
        """What is open to its parties only and the reader may read: no summary tells it from the rest."""
        return self.readable().filter(visibility=Visibility.PARTIES)

    def of_teams(self, agreements: AgreementQuerySet) -> AgreementQuerySet:
        if not self.teams:
            return agreements
        return agreements.filter(Exists(Party.objects.filter(agreement=OuterRef("pk"), team__in=self.teams)))

    def either_side(self) -> Q:
        """Of commitments and of sums by pair: what one of the teams owes or is owed."""
        return Q(team__in=self.teams) | Q(for_team__in=self.teams) if self.teams else Q()


def not_paused(paused: Collection[int]) -> Q:
    return ~Q(agreement__in=paused) if paused else Q()
