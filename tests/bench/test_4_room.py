"""A room with thirty people in it, each asking every three seconds whether anything has changed."""

from datetime import timedelta
from itertools import cycle

from agreements.models import Sync
from agreements.operations.syncs import start_sync
from agreements.reports.room import room_state
from teams.models import Person
from tests.bench import floors
from tests.bench.conftest import Show
from tests.bench.measure import side_by_side
from tests.bench.scene import OF, Scene
from tests.bench.test_2_pages import Reader

PEOPLE = 30
EVERY = 3  # seconds
MOST = 10  # per cent of one core, both processes together


def test_unchanged_room(scene: Scene, show: Show) -> None:
    sync = _live(scene)
    number = sync.agreement.number
    state = room_state(agreement=number, number=sync.number, viewer=scene.lead)
    address = f"/agreements/{number}/syncs/{sync.number}/room/?seen={state}"
    readers = cycle([_reader(person) for person in _people(sync)])

    def poll() -> None:
        assert next(readers).get(address).status_code == 204

    def floor() -> None:
        floors.room(sync=sync.pk)

    found = side_by_side("an unchanged room, one poll", of=OF, workload=poll, floor=floor, calls=PEOPLE)
    show(found)
    share = found.workload.cpu / 1000 * PEOPLE / EVERY * 100
    print(f"{PEOPLE} people every {EVERY} s: {share:.1f} % of one core (at most {MOST} %)")


def _live(scene: Scene) -> Sync:
    """The next one of an agreement of theirs, begun ten minutes ago."""
    at = scene.at - timedelta(minutes=10)
    coming = Sync.objects.filter(agreement__parties__team__memberships__person=scene.lead, held_at=None)
    sync = coming.order_by("starts_at", "pk")[0]
    sync.starts_at = at
    sync.save(update_fields=["starts_at"])
    return start_sync(actor=scene.lead, at=at, sync=sync)


def _people(sync: Sync) -> list[Person]:
    """Those of its parties, and others of the organisation who look in."""
    ours = Person.objects.filter(memberships__team__parties__agreement=sync.agreement_id).order_by("pk")
    others = Person.objects.exclude(pk__in=ours).order_by("pk")
    return [*ours, *others[:PEOPLE]][:PEOPLE]


def _reader(person: Person) -> Reader:
    client = Reader()
    client.force_login(person)
    return client
