from django.core.management.base import BaseCommand

from agreements.operations.cadences import realign_syncs
from agreements.operations.drift import sweep
from teams import clock
from teams.domain.calendar import zone_data_version


class Command(BaseCommand):
    help = (
        "After an update of the zone data: give coming syncs the instants that their wall times have now, and bring "
        "flags in line. Dates need nothing: they pass by the rules of the day. Running it again changes nothing."
    )

    def handle(self, **_: object) -> None:
        at = clock.now()
        moved = realign_syncs(at=at)
        swept = sweep(at=at)
        flags = swept.opened + swept.closed + swept.strengthened + swept.reworded
        self.stdout.write(f"Zone data {zone_data_version()}: {moved} syncs moved, {flags} flags followed.")
