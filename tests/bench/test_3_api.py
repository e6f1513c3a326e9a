"""What programs ask for."""

import orjson
from rest_framework.test import APIClient

from teams.clock import real_now
from teams.operations.tokens import create_token
from tests.bench import floors
from tests.bench.conftest import Show
from tests.bench.measure import side_by_side
from tests.bench.scene import OF, Scene


def test_list_of_100_commitments(scene: Scene, show: Show) -> None:
    _, plain = create_token(actor=scene.lead, at=real_now(), name="bench", scope="read")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")

    def read() -> bytes:
        answer: bytes = client.get("/api/v1/commitments/?limit=100").content
        return answer

    assert len(orjson.loads(read())["results"]) == len(orjson.loads(floors.page_of_commitments()))
    show(side_by_side("API, list of 100 commitments", of=OF, workload=read, floor=floors.page_of_commitments))
