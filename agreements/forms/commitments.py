"""One promise of a draft, and what it waits on."""

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from agreements.forms.people import group_by_party, teams_of
from agreements.models import Agreement, Commitment
from agreements.operations.drafts import CommitmentDraft, WaitDraft
from teams.domain.language import say
from teams.forms.fields import DayField, LongField, PersonField, choice_of
from teams.forms.merging import Merging
from teams.models import Person, Team

NEEDED = _("before you propose")


class TeamOfParty(forms.ModelChoiceField[Team]):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Team.objects.none(), empty_label=say("Choose a team"), **kwargs)


class CommitmentForm(Merging):
    """A promise needs a person, a thing, somebody it is for, and a date; a draft may still lack some of them."""

    deliverable = forms.CharField(
        max_length=240,
        label=_("What is delivered"),
        help_text=_("A thing, not an effort: “Beta report with 10 partners”."),
    )
    done_when = LongField(
        required=False,
        when_needed=NEEDED,
        label=_("Done when"),
        help_text=_("How will both sides see that it is done?"),
    )
    team = TeamOfParty(label=_("Team that owes it"))
    owner = PersonField(
        required=False, when_needed=NEEDED, label=_("Owner"), help_text=_("One person who answers for it.")
    )
    for_team = TeamOfParty(label=_("Team it is for"))
    accepted_by = PersonField(
        required=False, when_needed=NEEDED, label=_("Accepted by"), help_text=_("Says whether it is what was agreed.")
    )
    needed_by = DayField(required=False, label=_("Needed by"), help_text=_("When the others need it at the latest."))
    due_on = DayField(required=False, when_needed=NEEDED, label=_("Due on"), help_text=_("The date that is promised."))

    pairs = (("team", "owner"), ("for_team", "accepted_by"), ("needed_by", "due_on"))

    def __init__(self, *args: Any, agreement: Agreement, commitment: Commitment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": initial_of(commitment), **kwargs})
        for name in ("team", "for_team"):
            choice_of(self, name).queryset = teams_of(agreement)
        group_by_party(self, "owner", "accepted_by", agreement=agreement)

    def clean(self) -> dict[str, Any]:
        """Say what the operation would, at the fields, before anything is asked of it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("team") and given.get("team") == given.get("for_team"):
            self.add_error("for_team", say("A promise goes to another party."))
        return given

    def draft(self, waits_on: tuple[WaitDraft, ...]) -> CommitmentDraft:
        """Return what was filled in; call it when the form is valid."""
        return CommitmentDraft(**self.cleaned_data, waits_on=waits_on)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in pair] for pair in self.pairs]


class UpstreamField(forms.ModelChoiceField[Commitment]):
    def label_from_instance(self, obj: Commitment) -> str:
        return f"{obj.label} {obj.deliverable}"


class WaitForm(forms.Form):
    commitment = UpstreamField(
        queryset=Commitment.objects.none(), required=False, label=_("Waits on"), empty_label=_("Nothing else")
    )
    lag_days = forms.IntegerField(
        required=False,
        label=_("Days in between"),
        min_value=0,
        max_value=365,
        widget=forms.NumberInput({"class": "short"}),
    )

    def __init__(self, *args: Any, upstream: QuerySet[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_of(self, "commitment").queryset = upstream

    def draft(self) -> WaitDraft | None:
        """Return what it waits on, None where nothing was chosen."""
        if (commitment := self.cleaned_data.get("commitment")) is None:
            return None
        return WaitDraft(commitment=commitment, lag_days=self.cleaned_data.get("lag_days") or 0)


class BaseWaitFormSet(forms.BaseFormSet[WaitForm]):
    def drafts(self) -> tuple[WaitDraft, ...]:
        """Return all it waits on; call it when the set is valid."""
        return tuple(draft for form in self.forms if (draft := form.draft()))


WaitFormSet = cast("type[BaseWaitFormSet]", formset_factory(WaitForm, formset=BaseWaitFormSet, extra=2, max_num=40))


def initial_of(commitment: Commitment | None) -> dict[str, Any]:
    return {name: getattr(commitment, name) for name in CommitmentForm.base_fields} if commitment else {}


def initial_waits(commitment: Commitment | None) -> list[dict[str, Any]]:
    rows = commitment.waits_on.order_by("upstream") if commitment else ()
    return [{"commitment": row.upstream_id, "lag_days": row.lag_days} for row in rows]


def upstream_for(agreement: Agreement, *, viewer: Person, commitment: Commitment | None) -> QuerySet[Commitment]:
    """What a promise can wait on: the others here, then what is open between these teams and anybody else."""
    teams = teams_of(agreement)
    elsewhere = Q(state="open") & (Q(team__in=teams) | Q(for_team__in=teams))
    kept = Q(pk__in=commitment.waits_on.values("upstream")) if commitment else Q()
    found = Commitment.objects.visible_to(viewer).filter(Q(agreement=agreement) | elsewhere | kept)
    others = found.exclude(pk=commitment.pk) if commitment else found
    return others.select_related("agreement").order_by("agreement__number", "number")
