"""The jump palette: what a person can do, where they can go, and what they look for, as links in groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from agreements.domain.search import WORD, Found, Wanted, fold, marked, read
from agreements.domain.words_marked import Piece
from agreements.models import Agreement
from agreements.reports.search import Hit, search
from teams.models import Person

FEW = 4  # of each kind that is looked for
FOLLOWED = 5
LOOKED_FOR = (Found.AGREEMENTS, Found.COMMITMENTS, Found.PEOPLE)


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is always there. ``also`` are other words for it; ``role`` the only one who has it."""

    route: str
    words: str
    icon: str
    also: str = ""
    keys: str = ""
    query: str = ""
    role: str = ""
    is_dialog: bool = False


DO = (
    Place("capture", "Capture a commitment", "plus", "add new promise log", "C", is_dialog=True),
    Place("agreement_new", "Start an agreement", "file-plus", "new draft create"),
)
GO = (
    Place("home", "Home", "house", "decisions start", "G H"),
    Place("agreements", "Agreements", "file-check", "list all", "G A"),
    Place("syncs", "Syncs", "calendar-sync", "meetings agenda", "G S"),
    Place("dashboard", "Dashboard", "chart-no-axes-combined", "numbers figures matrix", "G D"),
    Place("teams", "Teams and people", "users", "departments directory", "G T"),
    Place("commitments", "What I owe", "arrow-up-right", "commitments mine promised", query="owed=by-me"),
    Place("commitments", "What I am owed", "arrow-down-left", "commitments promised receive", query="owed=to-me"),
    Place("flags", "Drift flags", "flag", "signs drifting"),
    Place("escalations", "Decisions", "gavel", "rulings precedents packets escalations"),
    Place("inbox", "Inbox", "bell", "notifications reminders unread"),
    Place("settings_profile", "Your settings", "settings", "profile password quiet hours away"),
    Place("settings_organisation", "Organisation", "building-2", "settings", role="administrator"),
    Place("settings_people", "People and invitations", "user-plus", "settings invite add", role="administrator"),
    Place("help", "What the words mean", "circle-question-mark", "help glossary"),
    Place("help_drift", "How flags work", "circle-question-mark", "help drift rules"),
    Place("help_keys", "Keyboard", "keyboard", "help keys shortcuts", "?", is_dialog=True),
)
SHOWN_FIRST = 5  # of the places, before anything is typed


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpLink:
    """``icon`` of the line icons, or ``code`` of the table of words, or a ``person``; ``keys`` lead there too."""

    words: tuple[Piece, ...]
    address: str
    icon: str = ""
    code: str = ""
    person: Person | None = None
    note: str = ""
    keys: tuple[str, ...] = ()
    is_dialog: bool = False


@dataclass(frozen=True, slots=True)
class JumpGroup:
    title: str
    links: tuple[JumpLink, ...]


def jump_groups(*, viewer: Person, text: str) -> tuple[JumpGroup, ...]:
    """What ``text`` leads to; before anything is typed the usual places, and what ``viewer`` follows."""
    wanted = read(text)
    if not wanted.text:
        first = JumpGroup("Go to", tuple(map(_place, GO[:SHOWN_FIRST])))
        return _filled([JumpGroup("Do", tuple(map(_place, DO))), first, _following(viewer)])
    words = [fold(word) for word in wanted.words]
    do = tuple(_place(place, wanted) for place in DO if _fits(place, words, viewer))
    go = tuple(_place(place, wanted) for place in GO if _fits(place, words, viewer))
    capture = (_capture(wanted),) if wanted.is_sentence else ()
    found = tuple(_found(viewer, wanted))
    return _filled([JumpGroup("Do", (*capture, *do)), JumpGroup("Go to", go), *found, _search(wanted)])


def _filled(groups: list[JumpGroup]) -> tuple[JumpGroup, ...]:
    return tuple(group for group in groups if group.links)


def _fits(place: Place, words: list[str], viewer: Person) -> bool:
    """Every word that was typed begins one of its words."""
    if not words or (place.role and place.role != viewer.role):
        return False
    own = [fold(word) for word in WORD.findall(f"{place.words} {place.also}")]
    return all(any(one.startswith(word) for one in own) for word in words)


def _place(place: Place, wanted: Wanted | None = None) -> JumpLink:
    address = reverse(place.route)
    return JumpLink(
        words=marked(place.words, wanted.words if wanted else ()),
        address=f"{address}?{place.query}" if place.query else address,
        icon=place.icon,
        keys=tuple(place.keys.split()),
        is_dialog=place.is_dialog,
    )


def _capture(wanted: Wanted) -> JumpLink:
    return JumpLink(
        words=(Piece("Capture this", is_marked=False),),
        address=f"{reverse('capture')}?{urlencode({'text': wanted.text})}",
        icon="plus",
        note=wanted.text,
        is_dialog=True,
    )


def _following(viewer: Person) -> JumpGroup:
    followed = Agreement.objects.visible_to(viewer).filter(followers__person=viewer).order_by("followers__since")
    links = (
        JumpLink(
            words=(Piece(one.title, is_marked=False),),
            address=reverse("agreement", args=[one.slug]),
            code=one.state,
            note=one.label,
        )
        for one in followed[:FOLLOWED]
    )
    return JumpGroup("Following", tuple(links))


def _found(viewer: Person, wanted: Wanted) -> Iterator[JumpGroup]:
    results = search(viewer=viewer, text=wanted.text, kinds=LOOKED_FOR, most=FEW)
    for group in results.groups:
        yield JumpGroup(group.kind.capitalize(), tuple(map(_hit, group.hits)))
    if results.meant:
        yield JumpGroup("Did you mean", (_everywhere(results.meant, results.meant),))


def _hit(hit: Hit) -> JumpLink:
    icon = "" if hit.code or hit.person else "users"
    note = " · ".join((hit.label, *hit.facts[:1]))
    return JumpLink(words=hit.title, address=hit.address, icon=icon, code=hit.code, person=hit.person, note=note)


def _search(wanted: Wanted) -> JumpGroup:
    return JumpGroup("Search", (_everywhere(f"Search everything for “{wanted.text}”", wanted.text),))


def _everywhere(words: str, text: str) -> JumpLink:
    address = f"{reverse('search')}?{urlencode({'q': text})}"
    return JumpLink(words=(Piece(words, is_marked=False),), address=address, icon="search")
