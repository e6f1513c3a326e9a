"""Who is in the organisation; for administrators."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from teams.forms.people import NewPersonForm, PersonForm
from teams.models import Organisation, Person
from teams.operations.drafts import PersonDraft
from teams.operations.people import add_person, deactivate_person, edit_person, invite_person
from teams.reports.audit import last_edit
from teams.views.base import PageRequest, administrators_page, carried_out, done, given, moment

PAGE = 50


@administrators_page
def settings_people(request: PageRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    people = Person.objects.filter(name__icontains=words).prefetch_related("memberships__team", "invitations")
    page = Paginator(people.order_by("-is_active", "name", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "teams/people.html", {"page": page, "words": words})


@administrators_page
def settings_person_new(request: PageRequest) -> HttpResponse:
    """Invite somebody by mail, or add them without: then they are here and cannot sign in yet."""
    at, _ = moment(request)
    form = NewPersonForm(given(request), initial={"time_zone": get_object_or_404(Organisation).time_zone})
    act = add_person if request.POST.get("act") == "add" else invite_person
    if carried_out(form, lambda: act(actor=request.user, at=at, draft=form.draft())):
        said = f"{form.cleaned_data['name']} is {'added' if act is add_person else 'invited'}."
        return done(request, to=reverse("settings_people"), said=said)
    return render(request, "teams/person_new.html", {"form": form}, status=422 if form.errors else 200)


@administrators_page
def settings_person(request: PageRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    at, _ = moment(request)
    form = PersonForm(given(request), person=person)
    if carried_out(form, lambda: edit_person(actor=request.user, at=at, person=person, draft=form.draft())):
        return done(request, to=reverse("settings_people"), said=form.said("Saved."))
    writer = last_edit("person_edited", person=person.email) if form.conflicts else None
    context = {"form": form, "person": person, "writer": writer}
    return render(request, "teams/person.html", context, status=form.status)


@administrators_page
def settings_person_deactivate(request: PageRequest, pk: int) -> HttpResponse:
    """A ceremony: a page that says what follows, and one named button."""
    person = get_object_or_404(Person, pk=pk)
    if request.method != "POST":
        return render(request, "teams/person_close.html", {"person": person})
    at, _ = moment(request)
    deactivate_person(actor=request.user, at=at, person=person)
    return done(request, to=reverse("settings_people"), said=f"The account of {person.name} is closed.")


@administrators_page
@require_POST
def settings_person_invite(request: PageRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    at, _ = moment(request)
    invite_person(actor=request.user, at=at, draft=PersonDraft.of(person))
    return done(request, to=reverse("settings_people"), said=f"{person.name} is invited.")
