"""Views of a list that a person keeps under a name. Nobody else reads them, so no history tells of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person, SavedView
from teams.operations.values import fill, refuse, values_of

PAGES = ("agreements", "commitments", "flags", "syncs")
MOST = 12  # of one list: as many tabs as one finds again


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDraft:
    """``query`` is what stands after the question mark of the list's address."""

    page: str
    name: str
    query: str = ""


@transaction.atomic
def save_view(*, actor: Person, at: datetime, draft: ViewDraft) -> SavedView:  # noqa: ARG001 - as every operation
    """Keep the filters of a list under a name of its own."""
    _require_room(actor, draft.page)
    return _written(SavedView(person=actor), values_of(draft))


@transaction.atomic
def rename_view(*, actor: Person, at: datetime, view: SavedView, name: str) -> SavedView:  # noqa: ARG001 - as above
    """Give it another name; only whoever keeps it."""
    return _written(_own(actor, view), {"name": name.strip()})


@transaction.atomic
def remove_view(*, actor: Person, at: datetime, view: SavedView) -> None:  # noqa: ARG001 - as above
    """Let go of it; what it showed stays."""
    _own(actor, view).delete()


def _own(actor: Person, view: SavedView) -> SavedView:
    if view.person_id != actor.pk:
        raise ForbiddenError(say("Only whoever keeps a view changes it."))
    return SavedView.objects.select_for_update().get(pk=view.pk)


def _require_room(actor: Person, page: str) -> None:
    if page not in PAGES:
        refuse({"page": [say("Views are kept of these lists: {names}.", names=", ".join(PAGES))]})
    Person.objects.select_for_update(no_key=True).get(pk=actor.pk)  # two tabs save one after the other
    if SavedView.objects.filter(person=actor, page=page).count() >= MOST:
        refuse({"name": [say("You keep {most} views of this list. Remove one that you no longer need.", most=MOST)]})


def _written(view: SavedView, values: dict[str, object]) -> SavedView:
    """Fill in ``values`` and write ``view``; its name is like no other of the same list."""
    fill(view, values)
    same = SavedView.objects.filter(person=view.person_id, page=view.page, name=view.name).exclude(pk=view.pk)
    if same.exists():
        refuse({"name": [say("You keep a view of this name here already.")]})
    view.save()
    return view
