"""Product and Sales write a packet about the launch; Eva decides."""

from datetime import date, datetime
from typing import Any

import pytest

from agreements.domain.concerns import About
from agreements.models import Agreement, Commitment, Concern, Escalation
from teams.models import Person
from tests.agreements.packets import QUESTION, REASON, TOPIC, opened, prepared, raised, ruled, sent, stated
from tests.agreements.views.conftest import PageOf, SignIn
from tests.agreements.views.pages import words
from tests.factories import ConcernFactory
from tests.visits import queries

LINES = "Product gets both\n\n One for each \n"
WRITTEN = {"topic": TOPIC, "question": QUESTION, "options": LINES, "decide_by": "2027-03-10", "rev": "1"}
SAID = {"team": "product", "reason": REASON, "hard_limits": "", "rev": "1"}
RULING = {"chosen": "2", "ruling": "Both launches need one."}


def at_packet(packet: Escalation, *parts: str) -> str:
    return "/".join(["/escalations", str(packet.pk), *parts, ""])


def test_from_a_concern_to_a_ruling(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person, tomas: Person, executive: Person, at: datetime
) -> None:
    raised(maya, launch, at=at)
    browser = sign_in(maya)
    new = f"{page_of(launch, 'escalations', 'new')}?concern=1"
    assert "About concern 1" in words(browser.get(new))
    browser.post(new, {"topic": TOPIC})
    packet = Escalation.objects.get()
    browser.post(at_packet(packet, "packet"), WRITTEN)
    browser.post(at_packet(packet, "statement"), SAID)
    sign_in(tomas).post(at_packet(packet, "statement"), SAID | {"team": "sales", "reason": "We show it in April."})
    asked = words(sign_in(maya).post(at_packet(packet, "request"), follow=True))
    decided = words(sign_in(executive).post(at_packet(packet, "ruling"), RULING, follow=True))

    packet.refresh_from_db()
    assert (packet.options, packet.decide_by) == (["Product gets both", "One for each"], date(2027, 3, 10))
    assert ("Asked." in asked, "Waits for a decision" in asked, "One-sided" in asked) == (True, True, False)
    assert ("Decided." in decided, "One for each" in decided) == (True, True)


def test_what_was_begun_is_opened_again(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, feature: Commitment, maya: Person, tomas: Person, at: datetime
) -> None:
    packet = opened(maya, launch, at=at, concern=raised(maya, launch, at=at))
    page = sign_in(tomas).get(f"{page_of(launch, 'escalations', 'new')}?concern=1")

    assert page.headers["Location"] == at_packet(packet)


def test_one_about_a_commitment_is_named_after_it(
    sign_in: SignIn, page_of: PageOf, feature: Commitment, maya: Person
) -> None:
    new = f"{page_of(feature.agreement, 'escalations', 'new')}?commitment={feature.number}"
    browser = sign_in(maya)
    assert "The feature" in words(browser.get(new))
    browser.post(new, {"topic": TOPIC})
    assert Escalation.objects.get().commitment == feature


@pytest.mark.parametrize("query", ["concern=9", "concern=x", "commitment=9"])
def test_what_is_not_there_is_not_there(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person, query: str
) -> None:
    ConcernFactory.create(number=9)  # of another agreement

    assert sign_in(maya).get(f"{page_of(launch, 'escalations', 'new')}?{query}").status_code == 404


def test_only_parties_begin_one(sign_in: SignIn, page_of: PageOf, launch: Agreement, executive: Person) -> None:
    browser, new = sign_in(executive), page_of(launch, "escalations", "new")

    assert (browser.get(new).status_code, browser.post(new, {"topic": TOPIC}).status_code) == (403, 403)


def test_a_topic_is_needed(sign_in: SignIn, page_of: PageOf, launch: Agreement, maya: Person) -> None:
    assert sign_in(maya).post(page_of(launch, "escalations", "new"), {"topic": " "}).status_code == 422


def test_two_people_at_once_lose_nothing(
    sign_in: SignIn, launch: Agreement, maya: Person, tomas: Person, at: datetime
) -> None:
    packet = opened(maya, launch, at=at)
    begun = {"topic": TOPIC, "question": "", "options": "", "decide_by": "", "rev": "1"}
    sign_in(tomas).post(at_packet(packet, "packet"), begun | {"question": "Whose are they?", "options": "a\nb"})
    browser = sign_in(maya)
    mine = begun | {"question": "Who gets them?", "decide_by": "2027-03-10"}
    page = browser.post(at_packet(packet, "packet"), mine)
    shown = words(page)

    assert page.status_code == 409
    assert ("Whose are they?" in shown, "Who gets them?" in shown, "Tomas Lindqvist changed this" in shown) == (
        True,
        True,
        True,
    )
    assert form_of(page) == {  # theirs, where only they changed it; the revision that was shown
        "topic": TOPIC,
        "question": "Who gets them?",
        "options": "a\nb",
        "decide_by": "2027-03-10",
        "rev": 2,
    }


@pytest.mark.parametrize(("keep", "question"), [("theirs", "Whose are they?"), ("yours", "Who gets them?")])
def test_one_chooses_what_to_keep(
    sign_in: SignIn, launch: Agreement, maya: Person, tomas: Person, at: datetime, keep: str, question: str
) -> None:
    packet = opened(maya, launch, at=at)
    sign_in(tomas).post(at_packet(packet, "packet"), WRITTEN | {"question": "Whose are they?"})
    browser = sign_in(maya)
    mine = WRITTEN | {"question": "Who gets them?", "rev": "2", "keep-question": keep}

    assert browser.post(at_packet(packet, "packet"), mine).status_code == 302
    packet.refresh_from_db()
    assert packet.question == question


def test_two_colleagues_lose_nothing(
    sign_in: SignIn, launch: Agreement, maya: Person, dana: Person, at: datetime
) -> None:
    packet = opened(maya, launch, at=at)
    sign_in(dana).post(at_packet(packet, "statement"), SAID | {"reason": "Hers."})
    page = sign_in(maya).post(at_packet(packet, "statement"), SAID)

    assert page.status_code == 409
    assert ("Hers." in words(page), REASON in words(page)) == (True, True)


@pytest.mark.parametrize(
    "changed",
    [{"topic": ""}, {"options": "a\na"}, {"options": "\n".join("abcdefg")}, {"decide_by": "2027-02-01"}, {"rev": "x"}],
)
def test_what_is_asked_is_checked(
    sign_in: SignIn, launch: Agreement, maya: Person, at: datetime, changed: dict[str, str]
) -> None:
    packet = opened(maya, launch, at=at)

    assert sign_in(maya).post(at_packet(packet, "packet"), WRITTEN | changed).status_code == 422


def test_a_reason_is_checked(sign_in: SignIn, launch: Agreement, maya: Person, at: datetime) -> None:
    packet = opened(maya, launch, at=at)

    assert sign_in(maya).post(at_packet(packet, "statement"), SAID | {"reason": " "}).status_code == 422


@pytest.mark.parametrize(("team", "status"), [("sales", 403), ("nobody", 404), ("", 404)])
def test_nobody_speaks_for_the_other_side(
    sign_in: SignIn, launch: Agreement, maya: Person, at: datetime, team: str, status: int
) -> None:
    packet = opened(maya, launch, at=at)

    assert sign_in(maya).post(at_packet(packet, "statement"), SAID | {"team": team}).status_code == status


def test_what_is_missing_is_said(sign_in: SignIn, launch: Agreement, maya: Person, at: datetime) -> None:
    packet = opened(maya, launch, at=at)
    browser = sign_in(maya)
    page = browser.post(at_packet(packet, "request"))

    assert "Name at least two options." in words(browser.get(at_packet(packet)))
    assert (page.status_code, "Not asked yet" in words(page)) == (409, True)


def test_one_side_alone_is_marked_plainly(
    sign_in: SignIn, launch: Agreement, maya: Person, tomas: Person, executive: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    alone = words(sign_in(executive).get(at_packet(packet)))
    form = words(sign_in(tomas).get(at_packet(packet)))
    stated(packet, tomas, at=at)
    both = words(sign_in(executive).get(at_packet(packet)))

    assert ("One-sided." in alone, "Sales has not said its reason." in alone) == (True, True)
    assert "What Sales says" in form
    assert "all of them have since" in both


def test_both_sides_stand_side_by_side(
    sign_in: SignIn, launch: Agreement, maya: Person, tomas: Person, outsider: Person, at: datetime
) -> None:
    packet = prepared(maya, launch, at=at)
    stated(packet, tomas, at=at, reason="We show it in April.")
    page = words(sign_in(outsider).get(at_packet(packet)))

    assert (REASON in page, "We show it in April." in page, "No release untested." in page) == (True, True, True)


def test_only_executives_find_the_form_and_decide(
    sign_in: SignIn, launch: Agreement, maya: Person, admin: Person, executive: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    shown = ["Decide it" in words(sign_in(person).get(at_packet(packet))) for person in (maya, admin, executive)]
    answers = [sign_in(person).post(at_packet(packet, "ruling"), RULING).status_code for person in (maya, admin)]

    assert (shown, answers) == ([False, False, True], [403, 403])


@pytest.mark.parametrize("changed", [{"ruling": " "}, {"chosen": "3"}, {"chosen": "x"}, {"chosen": ""}])
def test_a_decision_is_checked(
    sign_in: SignIn, launch: Agreement, maya: Person, executive: Person, at: datetime, changed: dict[str, str]
) -> None:
    packet = sent(maya, launch, at=at)

    assert sign_in(executive).post(at_packet(packet, "ruling"), RULING | changed).status_code == 422


def test_another_way_is_decided_in_words(
    sign_in: SignIn, launch: Agreement, maya: Person, executive: Person, at: datetime
) -> None:
    packet = sent(maya, launch, at=at)
    page = words(sign_in(executive).post(at_packet(packet, "ruling"), RULING | {"chosen": "0"}, follow=True))

    assert "Decided another way" in page


def test_it_is_set_aside(sign_in: SignIn, launch: Agreement, maya: Person, at: datetime) -> None:
    packet = sent(maya, launch, at=at)
    page = words(sign_in(maya).post(at_packet(packet, "withdrawal"), follow=True))

    assert "Set aside." in page


def test_executives_open_the_packet_of_a_private_agreement_and_nothing_else(
    sign_in: SignIn, page_of: PageOf, launch: Agreement, feature: Commitment, maya: Person, executive: Person,
    admin: Person, outsider: Person, at: datetime
) -> None:  # fmt: skip
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    concern = raised(maya, launch, at=at)
    Concern.objects.filter(pk=concern.pk).update(commitment=feature)
    packet = sent(maya, launch, at=at, concern=Concern.objects.select_related("commitment").get(pk=concern.pk))
    readers = (maya, executive, admin, outsider)
    statuses = [sign_in(person).get(at_packet(packet)).status_code for person in readers]
    shown = words(sign_in(executive).get(at_packet(packet)))
    rest = [
        sign_in(executive).get(page).status_code
        for page in (
            page_of(launch),
            page_of(launch, "history"),
            page_of(launch, "concerns"),
            page_of(launch, "concerns", 1),
        )
    ]

    assert statuses == [200, 200, 404, 404]
    assert (launch.title in shown, concern.text in shown, "What was tried before" in shown) == (False, False, False)
    assert rest == [404, 404, 404, 404]


def test_what_was_tried_before(
    sign_in: SignIn, launch: Agreement, feature: Commitment, maya: Person, at: datetime
) -> None:
    concern = raised(maya, launch, at=at)
    Concern.objects.filter(pk=concern.pk).update(commitment=feature)
    packet = opened(maya, launch, at=at, concern=Concern.objects.select_related("commitment").get(pk=concern.pk))
    page = words(sign_in(maya).get(at_packet(packet)))

    assert ("What was tried before" in page, concern.text in page, "The feature" in page) == (True, True, True)


def test_a_private_worry_stays_with_the_parties(
    sign_in: SignIn, launch: Agreement, maya: Person, tomas: Person, outsider: Person, admin: Person, executive: Person,
    at: datetime
) -> None:  # fmt: skip
    packet = sent(maya, launch, at=at, concern=raised(maya, launch, at=at, about=About.WAY_OF_WORKING))
    readers = (tomas, executive, outsider, admin)

    assert [sign_in(person).get(at_packet(packet)).status_code for person in readers] == [200, 200, 404, 404]


@pytest.mark.parametrize("act", ["packet", "statement", "request", "ruling", "withdrawal"])
def test_what_one_may_not_see_is_not_there_to_act_on(
    sign_in: SignIn, launch: Agreement, maya: Person, outsider: Person, at: datetime, act: str
) -> None:
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    packet = sent(maya, launch, at=at)

    assert sign_in(outsider).post(at_packet(packet, act), {}).status_code == 404


def test_the_queue_begins_with_what_is_needed_first(
    sign_in: SignIn, launch: Agreement, maya: Person, executive: Person, at: datetime
) -> None:
    packets = [sent(maya, launch, at=at, concern=raised(maya, launch, at=at)) for _ in range(7)]
    for day, packet in enumerate(reversed(packets), start=5):
        Escalation.objects.filter(pk=packet.pk).update(decide_by=date(2027, 3, day))
    context: Any = sign_in(executive).get("/escalations/").context

    assert [row.escalation for row in context["first"]] == packets[::-1][:5]
    assert [row.escalation for row in context["rest"]] == packets[::-1][5:]


def test_precedents_are_found(
    sign_in: SignIn, launch: Agreement, maya: Person, executive: Person, outsider: Person, at: datetime
) -> None:
    ruled(executive, sent(maya, launch, at=at), at=at)
    browser = sign_in(outsider)
    found, nothing = words(browser.get("/escalations/?q=machine")), words(browser.get("/escalations/?q=hovercraft"))

    assert QUESTION in found
    assert ("Nothing for" in nothing, QUESTION in nothing) == (True, False)


def test_precedents_of_a_private_agreement_stay_with_who_may_read_them(
    sign_in: SignIn, launch: Agreement, maya: Person, executive: Person, outsider: Person, admin: Person, at: datetime
) -> None:
    ruled(executive, sent(maya, launch, at=at), at=at)
    Agreement.objects.filter(pk=launch.pk).update(visibility="parties")
    readers = (maya, executive, outsider, admin)

    assert [QUESTION in words(sign_in(person).get("/escalations/?q=machine")) for person in readers] == [
        True,
        True,
        False,
        False,
    ]


def test_executives_find_it_in_the_navigation(
    sign_in: SignIn, launch: Agreement, maya: Person, executive: Person, at: datetime
) -> None:
    sent(maya, launch, at=at)

    assert 'href="/escalations/"' in words(sign_in(executive).get("/home/"))
    assert 'href="/escalations/"' not in words(sign_in(maya).get("/home/"))


def test_home_says_what_waits_for_whom(
    sign_in: SignIn, launch: Agreement, maya: Person, tomas: Person, dana: Person, executive: Person, at: datetime
) -> None:
    raised(maya, launch, at=at)
    sent(maya, launch, at=at)
    waits = {
        person.name.split()[0]: [
            decision.words for decision in sign_in(person).get("/home/").context["report"].decisions
        ]
        for person in (maya, tomas, dana, executive)
    }

    assert waits == {"Maya": [], "Tomas": ["Concern", "Say your side"], "Dana": [], "Eva": ["Decide by 10 Mar"]}
    assert sign_in(tomas).get("/home/").context["nav"].decisions == 2


def test_pages_cost_the_same_however_long(
    sign_in: SignIn, launch: Agreement, maya: Person, executive: Person, at: datetime
) -> None:
    browser, counts = sign_in(executive), []
    for _ in range(3):
        ruled(executive, sent(maya, launch, at=at, concern=raised(maya, launch, at=at)), at=at)
        sent(maya, launch, at=at, concern=raised(maya, launch, at=at))
        counts.append((queries(browser, "/escalations/"), queries(browser, "/home/")))

    assert counts[0] == counts[2]


def form_of(page: Any) -> dict[str, object]:
    return {name: page.context["packet"][name].value() for name in ("topic", "question", "options", "decide_by", "rev")}
