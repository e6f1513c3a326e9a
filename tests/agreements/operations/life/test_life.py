"""What the operations do over whole lives, compared after every step with a model that is written without them."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from teams.models import Person, Team
from tests.agreements.operations.life.following import Following
from tests.agreements.operations.life.machine import DEALS, Life
from tests.agreements.operations.life.ratifying import Ratifying
from tests.agreements.operations.life.renegotiating import Renegotiating
from tests.agreements.operations.life.stage import Stage
from tests.agreements.operations.life.world import HOLIDAYS
from tests.factories import HolidayFactory
from tests.races import LONG


class FromDraft(Ratifying, Following, Renegotiating):
    """Both begin as drafts, and what comes into force is lived on."""

    drafts = DEALS


class InForce(Following, Renegotiating):
    """Both are in force, one waits on the other, and a change or two are asked for."""


@dataclass(frozen=True)
class Search:
    examples: int
    steps: int

    @property
    def settings(self) -> settings:
        return settings(
            max_examples=self.examples * (24 if LONG else 1),
            stateful_step_count=self.steps * (2 if LONG else 1),
            deadline=None,
            phases=[Phase.reuse, Phase.generate, Phase.shrink],  # to explain takes longer than to look
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )


@pytest.fixture
def stage(
    product: Team, sales: Team, maya: Person, tomas: Person, dana: Person, lena: Person, outsider: Person
) -> Stage:
    for day in HOLIDAYS:
        HolidayFactory.create(on=day, name=f"{day:%A}")
    people = {"maya": maya, "tomas": tomas, "dana": dana, "lena": lena, "otto": outsider}
    return Stage(people, {"Product": product, "Sales": sales})


@pytest.mark.parametrize(
    ("life", "search"), [(FromDraft, Search(examples=5, steps=40)), (InForce, Search(examples=5, steps=40))]
)
def test_a_life_goes_as_the_model_says(life: type[Life], search: Search, stage: Stage) -> None:
    class Here(life):  # type: ignore[valid-type,misc] # hypothesis makes each example from a class alone
        there = stage

    run_state_machine_as_test(Here, settings=search.settings)
