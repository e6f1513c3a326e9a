from datetime import date, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from agreements.domain.commitments import Standing
from agreements.domain.drift.registry import RULES
from agreements.models import Commitment, DriftFlag
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from agreements.operations.drift import sweep
from reminders.models import JobRun
from teams.models import Person
from tests.agreements.views.conftest import SignIn
from tests.agreements.views.pages import words
from tests.factories import CadenceFactory, DriftFlagFactory, SyncFactory


@pytest.fixture
def early(feature: Commitment, dana: Person, at: datetime) -> DriftFlag:
    """Told to Dana only; the others see it tomorrow."""
    return DriftFlagFactory.create(
        agreement=feature.agreement,
        commitment=feature,
        rule="x_quiet",
        sentence="No update for 16 days.",
        first_told=dana,
        shown_at=at + timedelta(days=1),
    )


def test_the_register_shows_what_is_in_sight(sign_in: SignIn, early: DriftFlag, dana: Person, maya: Person) -> None:
    assert "only to you so far" in words(sign_in(dana).get("/flags/"))
    assert "Nothing is drifting." in words(sign_in(maya).get("/flags/"))


def test_one_flag_tells_its_evidence(sign_in: SignIn, early: DriftFlag, dana: Person) -> None:
    page = words(sign_in(dana).get(f"/flags/{early.pk}/"))

    assert "No update for 16 days." in page
    assert "26 Feb 2027" in page
    assert "Only you see this for now" in page


def test_a_flag_out_of_sight_is_absent(sign_in: SignIn, early: DriftFlag, maya: Person) -> None:
    assert sign_in(maya).get(f"/flags/{early.pk}/").status_code == 404


def test_cleared_ones_are_listed_apart(sign_in: SignIn, early: DriftFlag, dana: Person, at: datetime) -> None:
    DriftFlag.objects.filter(pk=early.pk).update(closed_at=at)
    browser = sign_in(dana)

    assert "Nothing is drifting." in words(browser.get("/flags/"))
    assert "No update for 16 days." in words(browser.get("/flags/?state=closed"))
    assert "Its cause is gone since 1 March." in words(browser.get(f"/flags/{early.pk}/"))


def test_the_help_page_tells_every_rule(sign_in: SignIn, maya: Person) -> None:
    page = words(sign_in(maya).get("/help/drift/"))

    for rule in RULES:
        assert f'id="{rule.subject}-{rule.code}"' in page
        assert rule.title in page


def test_help_says_what_the_words_mean(sign_in: SignIn, maya: Person) -> None:
    assert "Two working days past its date with neither." in words(sign_in(maya).get("/help/"))


class TestRegister:
    @pytest.fixture
    def shown(self, early: DriftFlag, at: datetime) -> DriftFlag:
        DriftFlag.objects.update(shown_at=at)
        return early

    @pytest.mark.parametrize(
        ("query", "is_there"),
        [
            ("rule=past_due", False),
            ("strength=strong", True),
            ("strength=weak", False),
            ("team=sales", True),
            ("team=nobody", True),  # no filter knows it
            ("whose=mine", False),
            ("state=snoozed", False),
            ("agreement=1", False),
            ("after=nonsense", True),
        ],
    )
    def test_filters_work_by_the_address_alone(
        self, sign_in: SignIn, shown: DriftFlag, maya: Person, query: str, is_there: bool
    ) -> None:
        assert ("No update for 16 days." in words(sign_in(maya).get(f"/flags/?{query}"))) is is_there

    def test_nothing_fits(self, sign_in: SignIn, shown: DriftFlag, maya: Person) -> None:
        assert "No flag fits these filters." in words(sign_in(maya).get("/flags/?strength=weak"))

    def test_new_is_what_came_since_the_last_visit(
        self, sign_in: SignIn, early: DriftFlag, maya: Person, at: datetime, time_machine: TimeMachineFixture
    ) -> None:
        """Empty today; tomorrow the flag is there, and new for as long as that visit lasts."""
        browser = sign_in(maya)
        browser.get("/flags/")
        seen = []
        for hours in (25, 25.2, 30):
            time_machine.move_to(at + timedelta(hours=hours), tick=False)
            seen.append("1 new since your last visit" in words(browser.get("/flags/")))
        assert seen == [True, True, False]

    def test_who_else_used_this_browser_does_not_count(
        self, sign_in: SignIn, early: DriftFlag, maya: Person, tomas: Person, at: datetime
    ) -> None:
        browser = sign_in(maya)
        browser.get("/flags/")
        browser.force_login(tomas)
        answer = browser.get("/flags/")
        assert answer.cookies["visit_flags"].value.split(".")[:2] == [str(tomas.pk), ""]

    def test_nothing_drifts_and_how_much_is_watched(
        self, sign_in: SignIn, feature: Commitment, maya: Person, at: datetime
    ) -> None:
        JobRun.objects.create(job="sweep_drift", started_at=at, finished_at=at - timedelta(minutes=20))
        page = words(sign_in(maya).get("/flags/"))
        assert "Nothing is drifting. 1 commitment watched, last looked at 09:40." in page
        assert "Last checked" not in page

    def test_a_look_long_ago_is_said(self, sign_in: SignIn, feature: Commitment, maya: Person, at: datetime) -> None:
        JobRun.objects.create(job="sweep_drift", started_at=at, finished_at=at - timedelta(hours=5))
        assert "Last checked 05:00, 5 h ago." in words(sign_in(maya).get("/flags/"))


class TestOne:
    @pytest.fixture
    def silent(self, feature: Commitment, dana: Person, at: datetime) -> DriftFlag:
        """On the feature since a week, as the rules say it."""
        sweep(at=at)
        flag = DriftFlag.objects.select_related("agreement").get(rule="silent")
        DriftFlag.objects.update(shown_at=flag.opened_at)
        return flag

    def test_it_says_what_took_its_cause_away(
        self, sign_in: SignIn, silent: DriftFlag, feature: Commitment, dana: Person, at: datetime
    ) -> None:
        later = at + timedelta(hours=1)
        check_in(actor=dana, at=later, commitment=feature, answer=CheckInDraft(standing=Standing.ON_TRACK))
        page = words(sign_in(dana).get(f"/flags/{silent.pk}/"))
        assert "Back on track: Dana checked in on 1 March." in page

    def test_it_names_the_one_before(
        self, sign_in: SignIn, silent: DriftFlag, dana: Person, at: datetime, time_machine: TimeMachineFixture
    ) -> None:
        hours = [at + timedelta(hours=hour) for hour in range(3)]
        DriftFlag.objects.filter(pk=silent.pk).update(closed_at=hours[1])
        about = {"agreement": silent.agreement, "commitment": silent.commitment, "rule": "silent"}
        again = DriftFlagFactory.create(**about, previous=silent, opened_at=hours[2])
        browser = sign_in(dana)
        time_machine.move_to(hours[2], tick=False)
        page, before = (words(browser.get(f"/flags/{one.pk}/")) for one in (again, silent))
        assert "It was flagged before, until" in page
        assert f'href="/flags/{silent.pk}/"' in page
        assert "It was flagged again on" in before

    def test_its_first_button_is_what_the_reader_can_do(
        self, sign_in: SignIn, silent: DriftFlag, dana: Person, lena: Person, outsider: Person
    ) -> None:
        SyncFactory.create(cadence=CadenceFactory.create(agreement=silent.agreement))  # else a round opens today
        acts = [sign_in(who).get(f"/flags/{silent.pk}/").context["page"].acts for who in (dana, lena, outsider)]
        assert [one.first for one in acts] == ["check_in", "ask", "open"]
        assert [one.acknowledge for one in acts] == [True, True, False]
        assert [one.snooze for one in acts] == [True, True, False]

    def test_one_says_that_they_have_seen_it(self, sign_in: SignIn, silent: DriftFlag, lena: Person) -> None:
        page = words(sign_in(lena).post(f"/flags/{silent.pk}/acknowledgement/", follow=True))
        assert "Lena Brandt has seen it" in page
        assert "I have seen it" not in page

    def test_it_rests_for_a_reason_and_is_woken(self, sign_in: SignIn, silent: DriftFlag, dana: Person) -> None:
        browser = sign_in(dana)
        rest = {"until": "2027-03-12", "reason": "After the fair."}
        page = words(browser.post(f"/flags/{silent.pk}/snooze/", rest, follow=True))
        assert "rests until 12 Mar" in page
        assert "“After the fair.”" in page
        register = words(browser.get("/flags/"))
        assert "One at rest" in register

        page = words(browser.post(f"/flags/{silent.pk}/snooze/end/", follow=True))
        assert "rests until" not in page

    def test_what_is_wrong_with_a_rest_is_said_at_its_field(
        self, sign_in: SignIn, silent: DriftFlag, dana: Person
    ) -> None:
        answer = sign_in(dana).post(f"/flags/{silent.pk}/snooze/", {"until": "2027-05-01", "reason": "Later."})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["until"]
        assert "Choose a day from today to 15 Mar 2027." in words(answer)

    def test_the_last_day_is_offered(self, sign_in: SignIn, silent: DriftFlag, dana: Person) -> None:
        form = sign_in(dana).get(f"/flags/{silent.pk}/").context["form"]
        assert form.initial == {"until": date(2027, 3, 15)}
