"""What one heard, what one says of what others heard, and how a difference between heard and recorded is settled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.domain.mismatches import Where
from agreements.domain.readback import DayMonth, Said
from agreements.models import Agreement, Commitment
from agreements.operations.drafts import ConfirmationDraft, ReadbackDraft
from teams.domain.language import say
from teams.forms.fields import DayField, LongField
from teams.models import Person

LONGEST = 20_000  # letters of a text
MATCHES, MISMATCH = "matches", "mismatch"
ORDERS = [(DayMonth.DAY_FIRST, "3 April"), (DayMonth.MONTH_FIRST, "4 March")]
PLACES = [
    (Where.WHAT, "What"),
    (Where.WHO, "Who"),
    (Where.WHEN, "When"),
    (Where.HOW_MEASURED, _("How we measure")),
]


@dataclass(frozen=True, slots=True)
class Exactly:
    """The fields beside the text about one commitment."""

    line: Commitment
    fields: tuple[forms.BoundField, ...]


class ReadbackForm(forms.Form):
    """The text, and beside it three answers about each commitment that its writer speaks for."""

    text = LongField(
        rows=9,
        max_length=LONGEST,
        label=_("In your words, what did your team commit to?"),
        help_text=_("Who does what, for whom, by when, and how much. As you would tell a colleague."),
        error_messages={"required": _("Say in your own words what you heard.")},
    )
    order = forms.ChoiceField(label=_("3/4 means"), choices=ORDERS, widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, agreement: Agreement, lines: Sequence[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["text"].widget.attrs["class"] = "words"
        names = [("", say("Not said")), *_members(agreement)]
        for line in lines:
            self.fields |= _answers(line.pk, names)

    def draft(self) -> ReadbackDraft:
        """Return what was filled in; call it when the form is valid."""
        given = self.cleaned_data
        said = (_said(line.pk, given) for line in self.lines)
        return ReadbackDraft(
            text=given["text"],
            said=tuple(each for each in said if each.due_on or each.owner or each.quantity),
            order=DayMonth(given["order"]) if given["order"] else None,
        )

    @property
    def exactly(self) -> Iterator[Exactly]:
        for line in self.lines:
            yield Exactly(line, tuple(self[f"{name}_{line.pk}"] for name in ("due_on", "owner", "quantity")))

    @property
    def has_answers(self) -> bool:
        """Whether one of them is filled in or wrong, so that the page shows them."""
        names = [field.name for each in self.exactly for field in each.fields]
        return any(self[name].value() or self.has_error(name) for name in names)


class ConfirmationForm(forms.Form):
    """It matches, or where it does not."""

    word = forms.ChoiceField(
        choices=[(MATCHES, "matches"), (MISMATCH, "mismatch")],
        error_messages={"required": _("Choose one of the two.")},
    )
    where = forms.MultipleChoiceField(label=_("Where?"), choices=PLACES, required=False)
    understood = LongField(label=_("What did you understand?"), max_length=500, required=False)

    def __init__(self, *args: Any, lines: Sequence[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {line.pk: line for line in lines}
        about = [("", say("All of it")), *((line.pk, line.deliverable) for line in lines)]
        self.fields["commitment"] = forms.TypedChoiceField(
            label=say("About"), choices=about, coerce=int, empty_value=None, required=False
        )

    def draft(self) -> ConfirmationDraft:
        """Return what was filled in; call it when the form is valid. What hides behind "it matches" is not said."""
        given = self.cleaned_data
        if given["word"] == MATCHES:
            return ConfirmationDraft(matches=True)
        return ConfirmationDraft(
            matches=False,
            where=frozenset(map(Where, given["where"])),
            understood=given["understood"],
            commitment=self.lines.get(given["commitment"]),
        )


class NoteForm(forms.Form):
    note = LongField(
        label=_("Why is it fine as it stands?"),
        max_length=4000,
        error_messages={"required": _("Say why it is fine as it stands.")},
    )


class ExtensionForm(forms.Form):
    answer_by = DayField(label=_("Answers by"))


class ProposalForm(forms.Form):
    reason = LongField(
        required=False,
        max_length=4000,
        label=_("Why go ahead as it is?"),
        help_text=_("It stands in the history, for whoever asks later."),
    )


def order_of(accepted: str) -> DayMonth | None:
    """How people who ask for this ``Accept-Language`` write 3/4; English of no country does not say."""
    first = accepted.partition(",")[0].partition(";")[0].strip().lower()
    if first in {"", "*", "en"}:
        return None
    return DayMonth.MONTH_FIRST if first == "en-us" else DayMonth.DAY_FIRST


def initial_of(text: str, said: Sequence[Said], order: DayMonth | str | None) -> dict[str, object]:
    """Return what a form about a readback starts with."""
    found: dict[str, object] = {"text": text, "order": order}
    for one in said:
        found |= {
            f"due_on_{one.commitment}": one.due_on,
            f"owner_{one.commitment}": one.owner,
            f"quantity_{one.commitment}": one.quantity,
        }
    return found


def _members(agreement: Agreement) -> list[tuple[str, str]]:
    """Whoever is in a team of a party, by name."""
    people = Person.objects.active().filter(memberships__team__parties__agreement=agreement)
    return list(people.distinct().order_by("name", "pk").values_list("email", "name"))


def _answers(commitment: int, names: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    return {
        f"due_on_{commitment}": DayField(label=say("By when"), required=False),
        f"owner_{commitment}": forms.ChoiceField(label=say("Who"), choices=names, required=False),
        f"quantity_{commitment}": forms.CharField(label=say("How much"), max_length=120, required=False),
    }


def _said(commitment: int, given: Mapping[str, Any]) -> Said:
    due_on: date | None = given[f"due_on_{commitment}"]
    owner, quantity = given[f"owner_{commitment}"], given[f"quantity_{commitment}"].strip()
    return Said(commitment=commitment, due_on=due_on, owner=owner or None, quantity=quantity or None)
