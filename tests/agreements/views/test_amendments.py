from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from agreements.domain.amendments import ChangeKind
from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Amendment, Commitment, Consent, Version
from agreements.operations.amendments import AlternativeDraft, ChangeDraft, expire_amendments, withdraw_amendment
from agreements.operations.deliveries import deliver
from agreements.operations.drafts import CadenceDraft, CommitmentDraft
from teams.models import Person
from tests.agreements.changing import WEEK_LATER, accepted, asked, declined, filled_in, later
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import (
    AgreementFactory,
    CadenceFactory,
    CommitmentFactory,
    ConcernFactory,
    DependencyFactory,
    MetricFactory,
    PersonFactory,
)
from tests.visits import queries

APRIL = datetime.fromisoformat("2027-04-01T09:00:00Z")


@pytest.fixture
def promise(launched: Agreement) -> Commitment:
    """The feature, that Dana owes by 15 March and Lena's outreach waits for."""
    return launched.commitments.get(number=1)


@pytest.fixture
def change(launched: Agreement, promise: Commitment, dana: Person, at: datetime) -> Amendment:
    """Dana asks for a week more."""
    return asked(later(promise), by=dana, at=at, within=launched)


@pytest.fixture
def here(page_of: PageOf, change: Amendment) -> str:
    return page_of(change.agreement, "amendments", change.number)


@pytest.fixture
def form_at(page_of: PageOf, launched: Agreement) -> str:
    return page_of(launched, "amendments", "new")


def sent(**more: Any) -> dict[str, Any]:
    return {"do": "send", "option": ["0"], "reason": "Rounding breaks the invoice.", **more}


# --- asking -----------------------------------------------------------------------------------------------


def test_the_form_begins_with_what_is_in_force(sign_in: SignIn, form_at: str, dana: Person) -> None:
    page = words(sign_in(dana).get(f"{form_at}?commitment=1"))

    assert 'value="2027-03-15"' in page
    assert "Nothing else moves with it." in page


@pytest.mark.parametrize("due", ["2027-03-22", "2027-02-31", "soon"])
def test_the_form_begins_with_the_date_that_is_named(sign_in: SignIn, form_at: str, dana: Person, due: str) -> None:
    page = words(sign_in(dana).get(f"{form_at}?commitment=1&due={due}"))

    assert f'value="{"2027-03-22" if due == "2027-03-22" else "2027-03-15"}"' in page


def test_the_form_begins_with_the_date_that_its_owner_expects(
    sign_in: SignIn, form_at: str, promise: Commitment, dana: Person
) -> None:
    Commitment.objects.filter(pk=promise.pk).update(expected_on=WEEK_LATER)

    page = words(sign_in(dana).get(f"{form_at}?commitment=1"))

    assert 'value="2027-03-22"' in page
    assert "One more commitment moves with it." in page
    assert "Asked early: 10 working days before the first date it touches." in page


def test_without_a_commitment_one_chooses_what_changes(sign_in: SignIn, form_at: str, dana: Person) -> None:
    page = words(sign_in(dana).get(form_at))

    assert "Choose what changes; everything that waits for it shows here." in page
    assert "The outreach" in page


def test_only_who_has_a_part_in_it_asks(sign_in: SignIn, form_at: str, outsider: Person) -> None:
    assert sign_in(outsider).get(form_at).status_code == 403


def test_an_agreement_out_of_sight_cannot_be_changed(
    sign_in: SignIn, form_at: str, launched: Agreement, outsider: Person
) -> None:
    Agreement.objects.filter(pk=launched.pk).update(visibility="parties")

    assert sign_in(outsider).get(form_at).status_code == 404


def test_proposing_asks_everybody_it_affects(sign_in: SignIn, form_at: str, promise: Commitment, dana: Person) -> None:
    answer = sign_in(dana).post(form_at, sent(**filled_in(promise, due_on="2027-03-22")), follow=True)

    found = Amendment.objects.get()
    assert "Proposed. Everybody it affects has been asked." in words(answer)
    assert found.alternatives.get().label == "The feature by 22 Mar"
    asked_people = Consent.objects.filter(answer=None).order_by("person__name").values_list("person__name", flat=True)
    assert list(asked_people) == ["Lena Brandt", "Maya Okafor", "Tomas Lindqvist"]


def test_it_may_say_in_a_few_words_what_it_is_about(
    sign_in: SignIn, form_at: str, promise: Commitment, dana: Person
) -> None:
    page = sign_in(dana).post(form_at, sent(topic="Rollout", **filled_in(promise, due_on="2027-03-22")), follow=True)

    there = page.redirect_chain[-1][0]
    assert Amendment.objects.get().topic == "Rollout"
    assert "About: Rollout" in words(sign_in(dana).get(there))


def test_the_form_offers_what_these_teams_argued_about(
    sign_in: SignIn, form_at: str, launched: Agreement, dana: Person
) -> None:
    ConcernFactory.create(agreement=launched, topic="Rollout")
    page = sign_in(dana).get(form_at).content.decode()

    assert '<option value="Rollout"></option>' in page


def test_what_each_way_gives_and_means_is_kept(
    sign_in: SignIn, form_at: str, promise: Commitment, dana: Person
) -> None:
    said = {
        "option-0-label": "One more week",
        "option-0-trade": "date",
        "option-0-means-sales": "The briefing moves.",
    }

    sign_in(dana).post(form_at, sent(**filled_in(promise, due_on="2027-03-22"), **said))

    kept = Amendment.objects.get().alternatives.get()
    assert (kept.label, kept.trade, kept.implications) == ("One more week", "date", {"sales": "The briefing moves."})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Nothing is different here yet."),
        ({"due_on": ""}, "This field is required."),
        ({"due_on": "2027-02-01"}, "This date has passed."),
        ({"due_on": "2027-03-22", "deliverable": ""}, "This field is required."),
    ],
)
def test_what_does_not_fit_is_asked_again(
    sign_in: SignIn, form_at: str, promise: Commitment, dana: Person, fields: dict[str, str], sentence: str
) -> None:
    answer = sign_in(dana).post(form_at, sent(**filled_in(promise, option=0, **fields)))

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Amendment.objects.exists()


def test_a_change_of_nothing_is_asked_again(sign_in: SignIn, form_at: str, dana: Person) -> None:
    answer = sign_in(dana).post(form_at, sent(reason=""))

    assert answer.status_code == 422
    assert "Say what changes in option A." in words(answer)
    assert "Why?: This field is required." in words(answer)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("answer_by", "2027-02-01", "Choose a date from 1 March 2027 on."), ("reason", "  ", "This field is required.")],
)
def test_what_a_rule_says_stands_at_its_field(
    sign_in: SignIn, form_at: str, promise: Commitment, dana: Person, field: str, value: str, sentence: str
) -> None:
    filled = filled_in(promise, due_on="2027-03-22")

    answer = sign_in(dana).post(form_at, {**sent(**filled), field: value})

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_refusal_keeps_what_was_written(
    sign_in: SignIn, form_at: str, promise: Commitment, dana: Person, tomas: Person
) -> None:
    Person.objects.filter(pk=tomas.pk).update(is_active=False)

    answer = sign_in(dana).post(form_at, sent(**filled_in(promise, due_on="2027-03-22")))

    assert answer.status_code == 409
    assert "Nobody can answer for Sales" in words(answer)
    assert "Rounding breaks the invoice." in words(answer)


# --- the buttons of the form, without any script ----------------------------------------------------------


def pressed(button: str, **more: Any) -> dict[str, Any]:
    return {**sent(**more), "do": button}


def test_another_option_begins_with_what_is_in_force(
    sign_in: SignIn, form_at: str, promise: Commitment, dana: Person
) -> None:
    answer = sign_in(dana).post(form_at, pressed("another:1", **filled_in(promise, due_on="2027-03-22")))

    page = words(answer)
    assert answer.status_code == 200
    assert 'name="option-0-c' in page
    assert page.count('value="2027-03-22"') == 1
    assert f'name="option-1-c{promise.pk}-due_on" value="2027-03-15"' in page


def test_three_options_are_the_most(sign_in: SignIn, form_at: str, promise: Commitment, dana: Person) -> None:
    filled = filled_in(promise) | filled_in(promise, option=1)

    answer = sign_in(dana).post(form_at, pressed("another:2", **filled) | {"option": ["0", "1"]})
    again = sign_in(dana).post(form_at, pressed("another:3", **filled) | {"option": ["0", "1", "2"]})

    assert "Option C" in words(answer)
    assert "Add another option" not in words(answer)
    assert "Option D" not in words(again)


def test_an_option_can_be_taken_out(sign_in: SignIn, form_at: str, promise: Commitment, dana: Person) -> None:
    filled = filled_in(promise) | filled_in(promise, option=1, due_on="2027-03-29")

    answer = sign_in(dana).post(form_at, pressed("without:0", **filled) | {"option": ["0", "1"]})

    assert "Option B" not in words(answer)
    assert 'value="2027-03-29"' in words(answer)


def test_something_else_can_be_changed_with_it(
    sign_in: SignIn, form_at: str, launched: Agreement, promise: Commitment, dana: Person
) -> None:
    outreach = launched.commitments.get(number=2)
    chosen = {"option-0-choice": f"c{outreach.pk}"}

    answer = sign_in(dana).post(form_at, pressed("add:0", **filled_in(promise, due_on="2027-03-22"), **chosen))

    assert f'name="option-0-c{outreach.pk}-due_on" value="2027-03-16"' in words(answer)
    assert 'value="2027-03-22"' in words(answer)


def test_something_can_be_left_as_it_is(sign_in: SignIn, form_at: str, promise: Commitment, dana: Person) -> None:
    answer = sign_in(dana).post(form_at, pressed(f"remove:0:c{promise.pk}", **filled_in(promise)))

    assert f'name="option-0-c{promise.pk}-due_on"' not in words(answer)


def test_show_what_moves_writes_nothing(sign_in: SignIn, form_at: str, promise: Commitment, dana: Person) -> None:
    answer = sign_in(dana).post(form_at, pressed("show", **filled_in(promise, due_on="2027-03-22"), reason=""))

    assert answer.status_code == 200
    assert "One more commitment moves with it." in words(answer)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("subject", "fields", "kind"),
    [
        ("m", {"target": "400", "target_on": "2027-08-01"}, "metric"),
        ("cadence", {"interval": "1"}, "cadence"),
        (
            "new",
            {"deliverable": "Hourly usage", "done_when": "Each rep sees it.", "due_on": "2027-03-26"},
            "add_commitment",
        ),
        ("drop", {}, "drop_commitment"),
    ],
)
def test_everything_that_can_change_has_a_form(
    sign_in: SignIn,
    form_at: str,
    launched: Agreement,
    promise: Commitment,
    dana: Person,
    tomas: Person,
    subject: str,
    fields: dict[str, str],
    kind: str,
) -> None:
    key, filled = written(launched, promise, subject, fields, owner=dana, accepter=tomas)

    answer = sign_in(dana).post(form_at, sent(**{"option-0-subject": [key]}, **filled))

    assert (answer.status_code, Amendment.objects.get().alternatives.get().changes.first().kind) == (302, kind)  # type: ignore[union-attr] # there is one


def written(
    launched: Agreement, promise: Commitment, subject: str, fields: dict[str, str], *, owner: Person, accepter: Person
) -> tuple[str, dict[str, str]]:
    """The key of a subject and what a browser sends of its form."""
    if subject == "m":
        key, base = f"m{MetricFactory.create(agreement=launched).pk}", {}
    elif subject == "cadence":
        CadenceFactory.create(agreement=launched)
        key = "cadence"
        base = {
            "frequency": "weekly", "weekday": "0", "time": "10:00", "minutes": "30", "time_zone": "Europe/Berlin",
            "starts_on": "2027-03-08", "nth": "",
        }  # fmt: skip
    elif subject == "new":
        key = "new"
        base = {
            "team": str(promise.team_id), "for_team": str(promise.for_team_id), "owner": str(owner.pk),
            "accepted_by": str(accepter.pk),
        }  # fmt: skip
    else:
        key, base = f"c{promise.pk}", {"is_dropped": "on"}
    return key, {f"option-0-{key}-{name}": value for name, value in {**base, **fields}.items()}


# --- the ripple while one writes --------------------------------------------------------------------------


def test_the_ripple_is_shown_before_anything_is_sent(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, promise: Commitment, dana: Person
) -> None:
    filled = filled_in(promise, due_on="2027-03-22")

    answer = sign_in(dana).post(page_of(launched, "amendments", "ripple") + "?option=0", {"option": "0", **filled})

    page = words(answer)
    assert "The outreach" in page
    assert "23 Mar" in page
    assert "<html" not in page
    assert not Amendment.objects.exists()


def test_a_date_that_breaks_what_is_needed_is_marked(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, promise: Commitment, dana: Person
) -> None:
    launched.commitments.filter(number=2).update(needed_by=date(2027, 3, 19))
    filled = filled_in(promise, due_on="2027-03-22")

    answer = sign_in(dana).post(page_of(launched, "amendments", "ripple"), {"option": "0", **filled})

    assert "would land on Tue 23 Mar. Product needs it by Fri 19 Mar." in words(answer)
    assert "After it is needed" in words(answer)


def test_what_is_out_of_sight_is_only_named_as_such(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, promise: Commitment, dana: Person
) -> None:
    hidden = CommitmentFactory.create(is_open=True, deliverable="The secret", due_on=date(2027, 3, 16))
    Agreement.objects.filter(pk=hidden.agreement_id).update(visibility="parties", state="active", activated_at=APRIL)
    hidden.agreement.parties.update(representative=PersonFactory.create(name="Ravi Rao"))
    DependencyFactory.create(upstream=promise, downstream=hidden, lag_days=2)

    page = words(
        sign_in(dana).post(
            page_of(launched, "amendments", "ripple"), {"option": "0", **filled_in(promise, due_on="2027-03-22")}
        )
    )

    assert "A commitment in another agreement" in page
    assert "Ravi Rao" in page
    assert "The secret" not in page


def test_the_ripple_of_an_unfinished_form_is_that_of_what_is_in_force(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, promise: Commitment, dana: Person
) -> None:
    answer = sign_in(dana).post(
        page_of(launched, "amendments", "ripple"), {"option": "0", **filled_in(promise, due_on="2027-")}
    )

    assert (answer.status_code, "Nothing else moves with it." in words(answer)) == (200, True)


# --- reading and answering --------------------------------------------------------------------------------


def test_the_page_says_why_what_moves_and_who_answers(sign_in: SignIn, here: str, tomas: Person) -> None:
    page = words(sign_in(tomas).get(here))

    assert "Rounding breaks the invoice." in page
    assert "Asked early: 10 working days before the first date it touches." in page
    assert "The outreach" in page
    assert "You answer for Sales." in page
    assert "Accept this change" in page


def test_who_only_reads_it_is_asked_nothing(sign_in: SignIn, here: str, executive: Person) -> None:
    page = words(sign_in(executive).get(here))

    assert "Not answered yet" in page
    assert "Accept this change" not in page
    assert "Set this change aside" not in page


def test_a_change_of_a_closed_circle_is_absent(
    sign_in: SignIn, here: str, launched: Agreement, outsider: Person
) -> None:
    Agreement.objects.filter(pk=launched.pk).update(visibility="parties")

    assert sign_in(outsider).get(here).status_code == 404


def given(change: Amendment, **more: str) -> dict[str, str]:
    alternative = change.alternatives.get()
    return {"alternative": str(alternative.pk), "content_hash": alternative.content_hash, "answer": "accept", **more}


def test_accepting_waits_for_the_others(sign_in: SignIn, here: str, change: Amendment, tomas: Person) -> None:
    answer = sign_in(tomas).post(f"{here}consent/", given(change), follow=True)

    assert "Accepted. The others have still to answer." in words(answer)
    assert "accepted by 2 of 4" in words(answer)


def test_the_last_one_brings_it_into_force(
    sign_in: SignIn, here: str, change: Amendment, tomas: Person, maya: Person, lena: Person, at: datetime
) -> None:
    for person in (tomas, maya):
        accepted(change, by=person, at=at)

    answer = sign_in(lena).post(f"{here}consent/", given(change), follow=True)

    page = words(answer)
    assert "Everybody has accepted: it is in force from now on." in page
    assert "In force as version 2 of" in page
    assert list(change.agreement.commitments.order_by("number").values_list("due_on", flat=True)) == [
        date(2027, 3, 22),
        date(2027, 3, 23),
    ]


def test_with_scripts_the_answer_comes_in_place(sign_in: SignIn, here: str, change: Amendment, tomas: Person) -> None:
    answer = sign_in(tomas).post(f"{here}consent/", given(change), headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "<html" not in words(answer)
    assert 'id="amendment"' in words(answer)
    assert "Accepted. The others have still to answer." in words(answer)


def test_declining_says_why(sign_in: SignIn, here: str, change: Amendment, tomas: Person) -> None:
    answer = sign_in(tomas).post(
        f"{here}consent/", given(change, answer="decline", reason="We have told customers."), follow=True
    )

    change.refresh_from_db()
    assert change.state == "declined"
    assert "We have told customers." in words(answer)
    assert "Recorded as not agreed. The terms stay as they are." in words(answer)


def test_declining_without_a_reason_is_asked_again(
    sign_in: SignIn, here: str, change: Amendment, tomas: Person
) -> None:
    answer = sign_in(tomas).post(f"{here}consent/", given(change, answer="decline"))

    assert answer.status_code == 422
    assert "Say why, so that the others can bring something better." in words(answer)
    assert Consent.objects.get(person=tomas).answer is None


def test_another_content_than_the_one_read_is_shown_again(
    sign_in: SignIn, here: str, change: Amendment, launched: Agreement, tomas: Person
) -> None:
    launched.commitments.filter(number=2).update(due_on=date(2027, 3, 18))
    page = words(sign_in(tomas).get(here))

    stale = sign_in(tomas).post(f"{here}consent/", given(change))

    assert "The terms have moved on since this was asked." in page
    assert stale.status_code == 409
    assert "This changed since you read it." in words(stale)
    assert "Your answer was not given." in words(stale)
    assert Consent.objects.get(person=tomas).answer is None


def test_what_is_shown_after_the_terms_moved_on_can_be_accepted(
    sign_in: SignIn, here: str, change: Amendment, launched: Agreement, tomas: Person
) -> None:
    launched.commitments.filter(number=2).update(due_on=date(2027, 3, 18))
    browser = sign_in(tomas)
    shown = words(browser.get(here)).partition('name="content_hash" value="')[2][:64]

    browser.post(f"{here}consent/", given(change, content_hash=shown))

    assert Consent.objects.get(person=tomas).answer == "accept"


def test_answering_twice_is_refused_with_a_sentence(
    sign_in: SignIn, here: str, change: Amendment, tomas: Person, at: datetime
) -> None:
    accepted(change, by=tomas, at=at)

    answer = sign_in(tomas).post(f"{here}consent/", given(change))

    assert (answer.status_code, "You have answered this." in words(answer)) == (409, True)


def test_who_is_not_asked_cannot_answer(sign_in: SignIn, here: str, change: Amendment, executive: Person) -> None:
    assert sign_in(executive).post(f"{here}consent/", given(change)).status_code == 403


@pytest.mark.parametrize("alternative", ["", "x", "0"])
def test_an_answer_to_nothing_is_absent(
    sign_in: SignIn, here: str, change: Amendment, tomas: Person, alternative: str
) -> None:
    assert sign_in(tomas).post(f"{here}consent/", given(change, alternative=alternative)).status_code == 404


# --- options ----------------------------------------------------------------------------------------------


def test_the_option_that_is_named_is_the_one_shown(
    sign_in: SignIn, page_of: PageOf, launched: Agreement, promise: Commitment, dana: Person, at: datetime
) -> None:
    change = asked(
        later(promise),
        later(promise, due_on=date(2027, 3, 29), label="Two weeks later"),
        by=dana,
        at=at,
        within=launched,
    )

    page = words(sign_in(dana).get(page_of(launched, "amendments", change.number) + "?option=2"))

    assert 'class="pick-2" type="radio" name="option" value="2" autocomplete="off" checked' in page


def test_a_declined_option_leaves_the_other(
    sign_in: SignIn,
    page_of: PageOf,
    launched: Agreement,
    promise: Commitment,
    dana: Person,
    tomas: Person,
    at: datetime,
) -> None:
    change = asked(
        later(promise),
        later(promise, due_on=date(2027, 3, 29), label="Two weeks later"),
        by=dana,
        at=at,
        within=launched,
    )
    declined(change, by=tomas, at=at)

    page = words(sign_in(tomas).get(page_of(launched, "amendments", change.number)))

    assert 'value="2" autocomplete="off" checked' in page
    assert "Accept option B" in page
    assert "Accept option A" not in page


# --- another package --------------------------------------------------------------------------------------


def test_a_counter_begins_with_the_option_it_answers(sign_in: SignIn, here: str, tomas: Person) -> None:
    page = words(sign_in(tomas).get(f"{here}counter/"))

    assert 'value="2027-03-22"' in page
    assert "Suggest a different package" in page
    assert "Why?" not in page


def test_a_counter_joins_as_one_more_option(
    sign_in: SignIn, here: str, change: Amendment, promise: Commitment, tomas: Person
) -> None:
    filled = filled_in(promise, due_on="2027-03-18")

    answer = sign_in(tomas).post(f"{here}counter/", {"do": "send", "option": ["0"], **filled}, follow=True)

    assert "Suggested. Everybody it affects has been asked." in words(answer)
    assert "suggested by Tomas Lindqvist" in words(answer)
    assert change.alternatives.count() == 2


def test_a_counter_that_changes_nothing_is_asked_again(
    sign_in: SignIn, here: str, change: Amendment, promise: Commitment, tomas: Person
) -> None:
    answer = sign_in(tomas).post(f"{here}counter/", {"do": "send", "option": ["0"], **filled_in(promise)})

    assert (answer.status_code, change.alternatives.count()) == (422, 1)


def test_only_who_is_affected_suggests(sign_in: SignIn, here: str, executive: Person) -> None:
    assert sign_in(executive).get(f"{here}counter/").status_code == 403


def test_everything_an_option_asks_can_be_countered(
    sign_in: SignIn,
    page_of: PageOf,
    launched: Agreement,
    promise: Commitment,
    dana: Person,
    tomas: Person,
    at: datetime,
) -> None:
    metric = MetricFactory.create(agreement=launched)
    CadenceFactory.create(agreement=launched)
    weekly = CadenceDraft(
        frequency=Frequency.WEEKLY, weekday=1, time=time(9), time_zone="Europe/Berlin", starts_on=date(2027, 3, 2)
    )
    guide = CommitmentDraft(
        deliverable="The guide",
        done_when="Printed.",
        team=promise.team,
        for_team=promise.for_team,
        owner=dana,
        accepted_by=tomas,
        due_on=date(2027, 3, 26),
    )
    changes = (
        ChangeDraft(kind=ChangeKind.DROP_COMMITMENT, commitment=promise),
        ChangeDraft(kind=ChangeKind.METRIC, metric=metric, now={"target": Decimal(400)}),
        ChangeDraft(kind=ChangeKind.CADENCE, cadence=weekly),
        ChangeDraft(kind=ChangeKind.ADD_COMMITMENT, added=guide),
    )
    change = asked(AlternativeDraft(label="A package", changes=changes), by=dana, at=at, within=launched)

    page = words(sign_in(tomas).get(page_of(launched, "amendments", change.number, "counter")))

    assert f'name="option-0-c{promise.pk}-is_dropped" class="moves"' in page
    assert f'name="option-0-m{metric.pk}-target" value="400"' in page
    assert 'name="option-0-cadence-interval" value="1"' in page
    assert 'name="option-0-new-deliverable" value="The guide"' in page
    assert "checked" in page


# --- setting aside and asking again -----------------------------------------------------------------------


def test_whoever_asked_sets_it_aside(sign_in: SignIn, here: str, change: Amendment, dana: Person) -> None:
    answer = sign_in(dana).post(f"{here}withdrawal/", follow=True)

    change.refresh_from_db()
    assert (change.state, "Set aside. The terms stay as they are." in words(answer)) == ("withdrawn", True)


def test_nobody_else_sets_it_aside(sign_in: SignIn, here: str, tomas: Person) -> None:
    assert sign_in(tomas).post(f"{here}withdrawal/").status_code == 403


def test_what_was_not_answered_in_time_can_be_asked_again(
    sign_in: SignIn, here: str, change: Amendment, dana: Person
) -> None:
    expire_amendments(at=APRIL)
    browser = sign_in(dana)
    page = words(browser.get(here))

    answer = browser.post(f"{here}reopening/", {"answer_by": "2027-04-12"}, follow=True)

    change.refresh_from_db()
    assert "Maya Okafor, Tomas Lindqvist and Lena Brandt did not answer" in page
    assert (change.state, "Asked again." in words(answer)) == ("open", True)


@pytest.mark.parametrize("answer_by", ["", "2027-02-01"])
def test_asking_again_needs_a_day_to_come(
    sign_in: SignIn, here: str, change: Amendment, dana: Person, answer_by: str
) -> None:
    expire_amendments(at=APRIL)

    assert sign_in(dana).post(f"{here}reopening/", {"answer_by": answer_by}).status_code == 422


# --- what others changed meanwhile ------------------------------------------------------------------------


@pytest.fixture
def overtaken(launched: Agreement, promise: Commitment, change: Amendment) -> Amendment:
    """Somebody else's change of the same date came into force first."""
    Commitment.objects.filter(pk=promise.pk).update(due_on=date(2027, 3, 18))
    return change


@pytest.mark.parametrize(("who", "sentence"), [("dana", "Choose what holds"), ("tomas", "has chosen what holds")])
def test_a_conflict_is_said_to_everybody(
    sign_in: SignIn, here: str, overtaken: Amendment, who: str, sentence: str, request: pytest.FixtureRequest
) -> None:
    page = words(sign_in(request.getfixturevalue(who)).get(here))

    assert "Others changed the same meanwhile" in page
    assert sentence in page


def test_accepting_in_conflict_is_refused(sign_in: SignIn, here: str, overtaken: Amendment, tomas: Person) -> None:
    answer = sign_in(tomas).post(f"{here}consent/", given(overtaken))

    assert answer.status_code == 409
    assert "Others changed the same meanwhile." in words(answer)


def test_whoever_asked_sees_theirs_beside_ours(sign_in: SignIn, here: str, overtaken: Amendment, dana: Person) -> None:
    page = words(sign_in(dana).get(f"{here}conflicts/"))

    assert "15 Mar 2027" in page
    assert "18 Mar 2027" in page
    assert "22 Mar 2027" in page


@pytest.mark.parametrize(("keep", "state"), [("ours", "open")])
def test_keeping_ours_asks_again(
    sign_in: SignIn, here: str, overtaken: Amendment, dana: Person, keep: str, state: str
) -> None:
    pk = overtaken.alternatives.get().changes.get(is_ripple=False).pk

    answer = sign_in(dana).post(f"{here}conflicts/", {f"keep-{pk}": keep}, follow=True)

    overtaken.refresh_from_db()
    assert (overtaken.state, "Brought up to date." in words(answer)) == (state, True)
    assert overtaken.alternatives.get().changes.get(is_ripple=False).was == {"due_on": "2027-03-18"}


def test_what_was_delivered_meanwhile_can_only_be_left(
    sign_in: SignIn, here: str, change: Amendment, promise: Commitment, dana: Person, at: datetime
) -> None:
    deliver(actor=dana, at=at, commitment=promise, evidence="In production.")
    pk = change.alternatives.get().changes.get(is_ripple=False).pk
    browser = sign_in(dana)

    page = words(browser.get(f"{here}conflicts/"))
    answer = browser.post(f"{here}conflicts/", {f"keep-{pk}": "theirs"})

    assert "done already" in page
    assert "Keep yours" not in page
    assert (answer.status_code, "Nothing of it is left to change. Withdraw it." in words(answer)) == (409, True)


def test_nobody_else_chooses_by_a_form_of_their_own(
    sign_in: SignIn, here: str, overtaken: Amendment, tomas: Person
) -> None:
    assert sign_in(tomas).post(f"{here}conflicts/", {}).status_code == 403


def test_a_choice_that_is_missing_is_asked_for(sign_in: SignIn, here: str, overtaken: Amendment, dana: Person) -> None:
    assert sign_in(dana).post(f"{here}conflicts/", {}).status_code == 422


def test_only_whoever_asked_chooses(sign_in: SignIn, here: str, overtaken: Amendment, tomas: Person) -> None:
    assert sign_in(tomas).get(f"{here}conflicts/").status_code == 403


def test_without_a_conflict_there_is_nothing_to_choose(sign_in: SignIn, here: str, dana: Person) -> None:
    assert "There is nothing to choose." in words(sign_in(dana).get(f"{here}conflicts/"))


# --- out of sight -----------------------------------------------------------------------------------------


@pytest.fixture
def downstream(launched: Agreement, promise: Commitment, at: datetime) -> Commitment:
    """In an agreement of two other teams, two days behind the feature; the launch is out of their sight."""
    elsewhere = AgreementFactory.create(is_active=True, title="Single sign-on")
    commitment = CommitmentFactory.create(
        agreement=elsewhere, is_open=True, deliverable="The audit", due_on=date(2027, 3, 17)
    )
    elsewhere.parties.update(representative=PersonFactory.create(name="Ravi Rao"))
    Version.objects.create(
        agreement=elsewhere,
        number=1,
        terms={},
        terms_hash="0" * 64,
        proposed_by=elsewhere.created_by,
        proposed_at=at,
        answer_by=at.date(),
        in_force_at=at,
    )
    DependencyFactory.create(upstream=promise, downstream=commitment, lag_days=2)
    Agreement.objects.filter(pk=launched.pk).update(visibility="parties")
    return commitment


def test_who_answers_from_another_agreement_reads_no_name_of_this_one(
    sign_in: SignIn, downstream: Commitment, here: str, change: Amendment
) -> None:
    ravi = Person.objects.get(name="Ravi Rao")

    plain_address = f"/agreements/{change.agreement.number}/amendments/{change.number}/"
    page = words(sign_in(ravi).get(plain_address))

    assert "The audit" in page
    assert "A commitment in another agreement" in page
    assert "Change 1 to another agreement" in page
    for hidden in ("Feature launch", "feature-launch", "The outreach", "The feature"):
        assert hidden not in page


def test_they_counter_with_what_they_see(
    sign_in: SignIn, downstream: Commitment, change: Amendment, promise: Commitment
) -> None:
    ravi = Person.objects.get(name="Ravi Rao")

    page = words(sign_in(ravi).get(f"/agreements/{change.agreement.number}/amendments/1/counter/"))

    assert "Suggest a different package" in page
    assert "The audit" in page
    for hidden in ("Feature launch", "feature-launch", "The outreach", "The feature"):
        assert hidden not in page


def test_what_is_over_stays_veiled(
    sign_in: SignIn, downstream: Commitment, change: Amendment, dana: Person, at: datetime
) -> None:
    withdraw_amendment(actor=dana, at=at, amendment=change)
    ravi = Person.objects.get(name="Ravi Rao")

    page = words(sign_in(ravi).get(f"/agreements/{change.agreement.number}/amendments/1/"))

    assert "Set aside" in page
    assert "A commitment in another agreement" in page
    assert "The feature" not in page


# --- cost -------------------------------------------------------------------------------------------------


def test_three_options_cost_as_many_queries_as_one(
    sign_in: SignIn,
    page_of: PageOf,
    launched: Agreement,
    promise: Commitment,
    dana: Person,
    tomas: Person,
    at: datetime,
) -> None:
    one = asked(later(promise), by=dana, at=at, within=launched)
    ways = [later(promise, due_on=date(2027, 3, day), label=f"By the {day}th") for day in (23, 24, 25)]
    three = asked(*ways, by=dana, at=at, within=launched)
    browser = sign_in(tomas)
    costs = [queries(browser, page_of(launched, "amendments", each.number)) for each in (one, three)]

    assert costs[0] == costs[1]


def test_the_form_costs_the_same_with_one_and_three_commitments(
    sign_in: SignIn, form_at: str, launched: Agreement, promise: Commitment, dana: Person
) -> None:
    browser = sign_in(dana)
    few = queries(browser, f"{form_at}?commitment=1")
    for number in (8, 9):
        CommitmentFactory.create(
            agreement=launched, number=number, is_open=True, team=promise.team, for_team=promise.for_team
        )

    assert queries(browser, f"{form_at}?commitment=1") == few
