"""The pages of the charter and of founding, and the same through the API."""

import re

import pytest

from charter import editions, presets, questions
from charter.models import Edition
from desk.founding.fields import name_of
from desk.founding.forms import FoundingForm
from parties.models import Consortium
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


def posted(key="asrc", **others):
    """What a browser sends when every suggestion is taken."""
    form = FoundingForm(presets.named(key))
    initial = {field.name: field.initial for field in form}
    return {name: value for name, value in {**initial, **others}.items() if value is not None}


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def founder(client):
    person = PersonFactory()
    client.force_login(person)
    return person


def test_every_rule_stands_on_the_page_with_its_value_source_and_basis(client, asrc, secretary):
    client.force_login(secretary)

    page = text(client.get("/asrc/charter/"))

    for path in editions.at(asrc, NOON.date()).loaded.rules:
        assert f'id="{path}"' in page
    assert "由一级会员企业的首席技术官（CTO）或高级副总裁（SVP）任职" in page
    assert "Illustrative: the paper names no amounts (E-02)." in page
    assert "more than 50 %" in page


def test_a_silent_rule_never_looks_stated(client, asrc, secretary):
    client.force_login(secretary)

    page = text(client.get("/asrc/charter/"))

    rate = page[page.index('id="dues.formula.rate"') :].split("</dd>")[0]
    assert "Not stated" in rate
    assert "basis-" not in rate


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=quorum", "bodies.ec.quorum", "identity.name"),
        ("q=每季度", "bodies.sc_us.cadence", "bodies.ec.cadence"),
        ("basis=chosen", "tiers.t1.dues", "identity.name"),
        ("basis=not_stated", "dues.formula.rate", "identity.name"),
        ("q=E-33", "reminders.days", "identity.name"),
    ],
)
def test_rules_are_found_by_word_source_phrase_and_basis(client, asrc, secretary, query, shown, hidden):
    client.force_login(secretary)

    page = text(client.get(f"/asrc/charter/?{query}"))

    assert f'id="{shown}"' in page
    assert f'id="{hidden}"' not in page


def test_the_charter_page_costs_few_queries(client, asrc, secretary, django_assert_max_num_queries):
    client.force_login(secretary)
    client.get("/asrc/charter/")

    with django_assert_max_num_queries(12):
        client.get("/asrc/charter/")


@pytest.mark.parametrize(
    "address", ["/asrc/charter/", "/asrc/charter/editions/", "/asrc/charter/editions/1/", "/api/v1/asrc/charter/"]
)
def test_a_stranger_sees_nothing_of_a_charter(client, asrc, founder, address):
    assert client.get(address).status_code == 404


def test_a_draft_is_the_offices_and_nobody_elses(client, asrc, secretary, director):
    editions.propose(asrc, {"terms.years": 3}, by=secretary, at=NOON, reason="Longer")

    for person, status in ((secretary, 200), (director, 404)):
        client.force_login(person)
        assert client.get("/asrc/charter/editions/2/").status_code == status
        assert client.get("/asrc/charter/editions/2/changes/").status_code == status
        assert client.get("/api/v1/asrc/editions/2/").status_code == status


def test_a_proposal_shows_what_it_changes(client, asrc, secretary):
    client.force_login(secretary)

    answer = client.post(
        "/asrc/charter/editions/propose/",
        {"path": "bodies.sc_us.titles", "value": "director, svp", "reason": "Fewer directors"},
        follow=True,
    )

    page = text(answer)
    assert "<del>Director</del>" in page
    assert "<ins>Director, SVP</ins>" in page
    assert "Fewer directors" in page


def test_a_faulty_draft_lists_its_faults(client, asrc, secretary):
    client.force_login(secretary)
    client.post("/asrc/charter/editions/propose/", {"path": "bodies.sc_us.quorum", "value": "1.4", "reason": "A slip"})

    page = text(client.get("/asrc/charter/editions/2/"))

    assert "1.4 is not a share of the seats" in page


def test_both_doors_refuse_a_proposal_by_someone_who_may_not(client, asrc, director):
    client.force_login(director)

    page = client.get("/asrc/charter/editions/propose/")
    api = client.post(
        "/api/v1/asrc/editions/propose/",
        {"changes": {"terms.years": 3}, "reason": "x"},
        content_type="application/json",
    )

    assert (page.status_code, api.status_code) == (403, 403)
    assert not Edition.objects.filter(state="draft").exists()


def test_both_doors_drop_a_draft(client, asrc, secretary):
    client.force_login(secretary)
    for _count in range(2):
        editions.propose(asrc, {"terms.years": 3}, by=secretary, at=NOON, reason="Longer")

    client.post("/asrc/charter/editions/2/drop/", {"reason": "No"})
    client.post("/api/v1/asrc/editions/3/drop/", {"reason": "No"}, content_type="application/json")

    assert set(Edition.objects.exclude(number=1).values_list("state", flat=True)) == {"dropped"}


def test_the_api_tells_every_rule_with_its_source(client, asrc, secretary):
    client.force_login(secretary)

    charter = client.get("/api/v1/asrc/charter/").json()

    rules = {rule["path"]: rule for rule in charter["rules"]}
    assert rules["pools.project_share"]["value"] == "90 %"
    assert rules["pools.project_share"]["source"]["source"] == "S1:777-779 (MEM-07)"
    assert rules["dues.formula.rate"] | {"label": ""} == {
        "path": "dues.formula.rate",
        "label": "",
        "value": "",
        "is_stated": False,
        "basis": "not_stated",
        "source": None,
    }


def test_the_api_proposes_with_the_same_faults(client, asrc, secretary):
    client.force_login(secretary)

    answer = client.post(
        "/api/v1/asrc/editions/propose/",
        {"changes": {"bodies.sc_us.quorum": 1.4, "pools.tolerance": None}, "reason": "A slip"},
        content_type="application/json",
    )

    assert answer.status_code == 201
    assert answer.json()["faults"] == [
        "bodies.sc_us.quorum: 1.4 is not a share of the seats; one lies between 0 and 1, such as 0.5"
    ]


def test_the_api_tells_presets_with_what_founding_asks(client, founder):
    told = {preset["key"]: preset for preset in client.get("/api/v1/presets/").json()}

    assert list(told) == ["asrc", "eureka", "sematech-1987"]
    assert "identity.currency" in {question["key"] for question in told["eureka"]["asked"]}


def test_presets_stand_side_by_side_and_silence_shows(client, founder):
    page = text(client.get("/found/compare/"))

    assert "1 %" in page
    assert 'aria-label="Not stated"' in page


def test_the_first_visit_leads_to_founding(client, founder):
    assert client.get("/", follow=True).redirect_chain == [("/found/", 302)]


def test_founding_by_suggestions_alone_works_for_asrc(client, founder):
    answer = client.post("/found/asrc/", posted())

    assert answer.status_code == 302
    assert answer.url == "/asrc/"
    assert client.get("/asrc/charter/").status_code == 200


def test_the_page_shows_all_faults_beside_their_inputs_and_loses_nothing(client, founder):
    typed = posted(
        slug="api",
        identity__currency="Dollars",
        tiers__t2__dues="1000000",
        bodies__each__recusal="",
        reminders__days="",
        identity__name="My own words",
    )

    answer = client.post("/found/asrc/", typed)

    assert answer.status_code == 400
    errors = answer.context["form"].errors
    assert set(errors) == {"slug", "identity__currency", "tiers__t2__dues", "bodies__each__recusal"}
    assert "My own words" in text(answer)
    assert 'value="Dollars"' in text(answer)
    assert not Consortium.objects.exists()


@pytest.mark.parametrize("key", ["asrc", "eureka", "sematech-1987"])
def test_every_question_has_an_input_and_every_input_a_label(client, founder, key):
    page = client.get(f"/found/{key}/")

    form = page.context["form"]
    assert {name_of(question.key) for question in questions.ask(presets.named(key))} <= set(form.fields)
    assert all(str(field.label) for field in form)


def test_eureka_is_founded_on_the_page_once_its_currency_is_named(client, founder):
    assert client.post("/found/eureka/", posted("eureka")).status_code == 400

    answer = client.post("/found/eureka/", posted("eureka", identity__currency="EUR"))

    assert answer.status_code == 302
    assert not editions.in_force(Consortium.objects.get(), NOON.date().replace(year=2100)).dues.are_charged


def test_once_a_consortium_stands_others_may_not_found(client, asrc, founder):
    assert client.get("/found/").status_code == 403
    assert client.post("/found/asrc/", posted(slug="other")).status_code == 403
