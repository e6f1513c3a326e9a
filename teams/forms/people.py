"""A person: what they keep themselves, what an administrator keeps, and how they come in."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from teams.forms.fields import WEEKDAY_CHOICES, DayField, PersonField, TimeInput, ZoneField
from teams.forms.merging import Merging
from teams.models import Language, Person, Role, Theme
from teams.operations.drafts import PersonDraft

ROLES = [
    (Role.MEMBER.value, "Member"),
    (Role.EXECUTIVE.value, _("Executive: reads the whole dashboard")),
    (Role.ADMINISTRATOR.value, _("Administrator: keeps people, teams and settings")),
]


class ProfileForm(Merging):
    """What everybody keeps of themselves."""

    name = forms.CharField(max_length=120)
    time_zone = ZoneField(help_text=_("Times are shown, and reminders sent, by the clock here."))
    working_days = forms.TypedMultipleChoiceField(
        choices=WEEKDAY_CHOICES,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing is asked on other days."),
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=TimeInput)
    quiet_until = forms.TimeField(label=_("Quiet until"), widget=TimeInput)
    away_until = DayField(required=False, label=_("Away until"), help_text=_("Including that day."))
    delegate = PersonField(
        required=False,
        empty_label=_("Nobody"),
        help_text=_("While you are away they may check in and accept for you. They never sign."),
    )

    def __init__(self, data: QueryDict | None, *, person: Person) -> None:
        self.person = person
        super().__init__(data, initial=initial_of(person, self.base_fields))
        if "delegate" in self.fields:
            choice = self.fields["delegate"]
            assert isinstance(choice, PersonField)
            choice.queryset = Person.objects.active().exclude(pk=person.pk).order_by("name", "pk")

    def draft(self) -> PersonDraft:
        """Return the person with what was filled in; call it when the form is valid."""
        return changed(self.person, self.cleaned_data)


class OwnPagesForm(forms.Form):
    """What a person wants their pages to be like; each subclass holds a part of it."""

    def __init__(self, data: QueryDict | None, *, person: Person) -> None:
        self.person = person
        super().__init__(data, initial=initial_of(person, self.base_fields))

    def draft(self) -> PersonDraft:
        """Return the person with what was filled in; call it when the form is valid."""
        return changed(self.person, self.cleaned_data)


class AppearanceForm(OwnPagesForm):
    theme = forms.ChoiceField(choices=Theme.choices, widget=forms.RadioSelect, label=_("Light or dark"))
    language = forms.ChoiceField(
        choices=Language.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Of the pages and of your mail. What people write stays as they wrote it."),
    )


class KeyboardForm(OwnPagesForm):
    has_single_keys = forms.BooleanField(
        required=False,
        label=_("Single keys act"),
        help_text=_("Turn them off if you speak to your computer, or press keys by accident. Ctrl K stays."),
    )


class PersonForm(Merging):
    """What administrators keep of somebody who is here."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(choices=ROLES)
    time_zone = ZoneField()
    is_active = forms.BooleanField(
        required=False, label=_("May sign in"), help_text=_("Without it their tokens and invitations end at once.")
    )

    def __init__(self, data: QueryDict | None, *, person: Person) -> None:
        self.person = person
        super().__init__(data, initial=initial_of(person, self.base_fields))

    def draft(self) -> PersonDraft:
        """Return the person with what was filled in; call it when the form is valid."""
        return changed(self.person, self.cleaned_data)


class NewPersonForm(forms.Form):
    name = forms.CharField(max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(choices=ROLES)
    time_zone = ZoneField()

    def draft(self) -> PersonDraft:
        """Return what was filled in; call it when the form is valid."""
        return PersonDraft(**self.cleaned_data)


class InvitationForm(forms.Form):
    password = forms.CharField(
        strip=False,
        label=_("Choose a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("12 characters or more. A few words that belong to nobody else are easy to keep."),
    )


class PasswordForm(InvitationForm):
    current = forms.CharField(
        strip=False,
        label=_("Your password now"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "password")


def initial_of(person: Person, names: Any) -> dict[str, Any]:
    return {name: getattr(person, name) for name in names}


def changed(person: Person, values: dict[str, Any]) -> PersonDraft:
    draft = PersonDraft.of(person)
    return PersonDraft(**{name: values.get(name, getattr(draft, name)) for name in PersonDraft.__dataclass_fields__})
