from django.test import Client

from teams.models import Organisation, Person


def test_only_numbers_that_differ_from_the_usual_are_kept(client: Client, admin: Person) -> None:
    client.force_login(admin)
    values = client.get("/settings/drift/").context["form"].initial | {"due_soon_days": 7}

    client.post("/settings/drift/", values)

    assert Organisation.objects.get().thresholds == {"due_soon_days": 7}


def test_a_number_no_rule_allows_is_refused_at_its_field(client: Client, admin: Person) -> None:
    client.force_login(admin)
    values = client.get("/settings/drift/").context["form"].initial | {"due_soon_days": 0}

    answer = client.post("/settings/drift/", values)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["due_soon_days"]
