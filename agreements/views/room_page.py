"""The room of a sync as a page, and as what changes in it while people are there."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from agreements.forms.rooms import ItemForm
from agreements.forms.syncs import TopicForm
from agreements.models import Sync
from agreements.reports.participants import participants
from agreements.reports.room import Room, room
from agreements.reports.room_item import item_card
from agreements.views.base import readable_sync
from agreements.views.captures import room_line
from teams.domain.errors import RefusalError
from teams.views.base import PageRequest, moment

# What each button of an item says, by what the item is: keep, renegotiate, escalate, park.
ACTS = {
    "commitment": ("Keep the date", "New date…", "Ask for help", "Later"),
    "metric": ("Leave it", "Change it…", "Ask for help", "Later"),
    "concern": ("Answered", "Change something…", "Ask for help", "Later"),
    "amendment": ("Leave it open", "Another change…", "Ask for help", "Later"),
    "topic": ("Settled", "Change something…", "Ask for help", "Later"),
    "agreement": ("Leave it", "Change something…", "Ask for help", "Later"),
}
KINDS = ("keep", "renegotiate", "escalate", "park")


@dataclass(frozen=True, slots=True)
class Move:
    """A way to another item of the agenda."""

    name: str
    subject: str
    words: str
    key: str


def show_room(
    request: PageRequest,
    found: Sync,
    *,
    form: ItemForm | None = None,
    refused: RefusalError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page."""
    context = _context(request, found, form=form, refused=refused)
    return render(request, "agreements/sync/room.html", context, status=status)


def show_live(
    request: PageRequest,
    found: Sync,
    *,
    form: ItemForm | None = None,
    refused: RefusalError | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """What may have changed in the room, each region in its place; read afresh."""
    if said:
        messages.success(request, said)
    fresh = readable_sync(request, found.agreement.number, found.number)
    context = _context(request, fresh, form=form, refused=refused)
    return render(request, "agreements/sync/live.html", context, status=status)


def item_form(request: PageRequest, found: Sync, page: Room | None = None) -> ItemForm:
    """The form of the card that a press came from, or with ``page`` a new one for the current card."""
    acts = page.item.acts if page and page.item else None
    values: dict[str, Any] = {"agreement": found.agreement}
    if page is None:
        return ItemForm(request.POST, may_say=True, may_declare=True, **values)
    initial = {"subject": found.current, "revision": page.decision.revision if page.decision else 0}
    return ItemForm(
        initial=initial, may_say=bool(acts and acts.check_in), may_declare=bool(acts and acts.deliver), **values
    )


def _context(
    request: PageRequest, found: Sync, *, form: ItemForm | None, refused: RefusalError | None
) -> dict[str, object]:
    at, today = moment(request)
    page = room(sync=found, viewer=request.user, at=at)
    shown = str(form["subject"].value() or "") if form else page.current
    card = page.item
    if shown != page.current:  # what was refused is given back with the item that it is about
        card = item_card(sync=found, subject=shown, viewer=request.user, at=at, today=today)
    seconds = max(0, int((at - (found.started_at or at)).total_seconds()))
    return {
        "sync": found,
        "agreement": found.agreement,
        "room": page,
        "shown": shown,
        "is_quiet": shown == page.current,
        "state": page.state,
        "card": card,
        "item": next((item for item in page.agenda.items if item.subject == shown), None),
        "decision": next((one for one in page.settled if one.subject == shown), None),
        "form": form or item_form(request, found, page),
        "acts": list(zip(KINDS, ACTS[card.kind], strict=True)) if card else [],
        "moves": _moves(page),
        "refused": refused.message if refused else "",
        "topic": TopicForm(),
        "capture": room_line(found, request),
        "told": len(participants({found.agreement_id})[found.agreement_id]),
        "now": at,
        "seconds": seconds,
        "spent": f"{seconds // 60}:{seconds % 60:02d}",
        "limit_seconds": found.minutes * 60,
    }


def _moves(page: Room) -> list[Move]:
    """Back while something stands before the current item; on, until nothing is left."""
    subjects = [item.subject for item in page.agenda.items]
    place = subjects.index(page.current) if page.current in subjects else 0
    moves = [Move("back", subjects[place - 1], "Back", "ArrowLeft")] if place else []
    if page.following or page.current:
        words = "Next item" if page.following else "To the end"
        moves.append(Move("next-item", page.following, words, "ArrowRight"))
    return moves
