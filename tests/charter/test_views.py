"""The pages of the charter and of founding, and the same through the API."""

import re
from datetime import date
from decimal import Decimal

import pytest

from charter import editions, presets, questions
from charter.inputs import name_of
from consortium.models import Amendment
from desk.founding.forms import FoundingForm
from journal.models import Entry
from parties.models import Consortium, Person
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

    page = text(client.get("/asrc/charter/?section=all"))

    for path in editions.at(asrc, NOON.date()).loaded.rules:
        assert f'id="{path}"' in page
    assert "由一级会员企业的首席技术官（CTO）或高级副总裁（SVP）任职" in page
    assert "Illustrative: the paper names no amounts." in page
    assert "more than 50 %" in page


def test_each_section_is_a_page_light_enough_and_together_they_show_every_rule(client, asrc, secretary):
    client.force_login(secretary)
    front = client.get("/asrc/charter/")
    sections = re.findall(r'href="(\?section=[a-z_]+)"', front.content.decode())

    pages = [client.get(f"/asrc/charter/{section}") for section in sections if section != "?section=all"]

    assert [len(page.content) for page in (front, *pages) if len(page.content) > 100_000] == []
    shown = set(re.findall(r'id="([a-z_0-9.]+\.[a-z_0-9.]+)"', "".join(page.content.decode() for page in pages)))
    assert set(editions.at(asrc, NOON.date()).loaded.rules) - shown == set()


def test_a_silent_rule_never_looks_stated(client, asrc, secretary):
    client.force_login(secretary)

    page = text(client.get("/asrc/charter/?section=dues"))

    before, after = page.split('id="dues.formula.rate"')
    row = before[before.rindex('<div class="rule') :] + after[: after.index("</dd>")]
    assert "<dt>Not stated</dt>" in row
    assert "basis-" not in row


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


def test_a_rule_is_found_by_the_search_of_everything_and_by_insiders_alone(client, asrc, secretary):
    client.force_login(secretary)

    page = text(client.get("/asrc/search/?q=director+steering"))

    assert 'href="/asrc/charter/?section=bodies#bodies.sc_us.titles"' in page
    client.force_login(PersonFactory())
    assert client.get("/asrc/search/?q=director").status_code == 404


def test_a_superseded_edition_says_until_when_it_holds(client, asrc, secretary):
    draft = editions.propose(asrc, {"terms.years": 3}, by=secretary, at=NOON, reason="Longer")
    decision = Entry.objects.filter(consortium=asrc).first()
    editions.adopt(draft, effective_from=date(2100, 1, 1), by=None, at=NOON, allowed_by=decision)
    client.force_login(secretary)

    page = text(client.get("/asrc/charter/editions/1/"))

    assert "Another edition holds from 1 Jan 2100." in page


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


AMENDMENT = {
    "title": "A larger quorum",
    "changes": "bodies.ec.quorum = 0.6\nbodies.sc_us.titles = director, svp\npools.tolerance =",
    "effective_from": "2100-01-01",
    "text": "Because",
}
AS_DATA = AMENDMENT | {
    "changes": {"bodies.ec.quorum": "0.6", "bodies.sc_us.titles": ["director", "svp"], "pools.tolerance": None}
}


def test_both_doors_draft_the_same_amendment_as_a_motion_of_the_amending_body(client, asrc, secretary):
    client.force_login(secretary)

    page = client.post("/asrc/charter/amend/", AMENDMENT)
    api = client.post("/api/v1/asrc/charter/amend/", AS_DATA, content_type="application/json")

    first, second = Amendment.objects.select_related("item__motion__body").order_by("pk")
    assert (page.status_code, page.url) == (302, first.item.motion.get_absolute_url())
    assert (api.status_code, api.json()) == (201, {"motion": second.item.motion.number})
    assert first.changes == second.changes == AS_DATA["changes"]
    assert {each.item.motion.body.key for each in (first, second)} == {"ec"}


def test_the_motion_says_in_words_what_it_would_change(client, asrc, secretary):
    client.force_login(secretary)

    page = text(client.post("/asrc/charter/amend/", AMENDMENT, follow=True))

    assert "Bodies › Executive Council › Quorum" in page
    assert "<del>more than 50 %</del>" in page
    assert "<ins>more than 60 %</ins>" in page
    assert "<ins>Director, SVP</ins>" in page


def test_both_doors_refuse_an_amendment_by_someone_who_may_not(client, asrc, lead):
    client.force_login(lead)

    page = client.post("/asrc/charter/amend/", AMENDMENT)
    api = client.post("/api/v1/asrc/charter/amend/", AS_DATA, content_type="application/json")

    assert (page.status_code, api.status_code) == (403, 403)
    assert not Amendment.objects.exists()


def test_an_amendment_that_could_never_take_effect_names_every_fault_beside_the_rules(client, asrc, secretary):
    client.force_login(secretary)
    slips = "bodies.sc_us.quorum = 140\nbodies.ec.qorum = 0.5\nreminders.days = -7, 0, 0"

    answer = client.post("/asrc/charter/amend/", AMENDMENT | {"changes": slips})

    assert answer.status_code == 400
    said = " ".join(answer.context["form"].errors["changes"])
    for part in ("140 % is not a share of the seats", "did you mean “quorum”?", "0 stands twice"):
        assert part in said
    assert "bodies.sc_us.quorum = 140" in text(answer)


def test_a_faulty_draft_lists_its_faults(client, asrc, secretary):
    draft = editions.propose(asrc, {"bodies.sc_us.quorum": "1.4"}, by=secretary, at=NOON, reason="A slip")
    client.force_login(secretary)

    assert "140 % is not a share of the seats" in text(client.get(draft.get_absolute_url()))


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


def test_the_api_tells_presets_with_what_founding_asks(client, founder):
    told = {preset["key"]: preset for preset in client.get("/api/v1/presets/").json()}

    assert list(told) == ["asrc", "eureka", "sematech-1987"]
    assert "identity.currency" in {question["key"] for question in told["eureka"]["asked"]}


def test_presets_stand_side_by_side_and_silence_shows(client, founder):
    page = text(client.get("/found/compare/"))

    assert "1 %" in page
    assert 'aria-label="Not stated"' in page


def test_two_described_systems_are_compared_in_what_they_differ(client, founder):
    """AL-02."""
    answer = client.get("/found/compare/?of=asrc&of=sematech-1987")
    comparison = answer.context["comparison"]
    lines = [line for _title, lines in comparison.sections for line in lines]

    assert comparison.names == ("Advanced Storage Research Consortium", "SEMATECH")
    assert lines
    assert all(line.differs for line in lines)


def test_fewer_than_two_are_no_comparison(client, founder):
    """AL-02."""
    answer = client.get("/found/compare/?of=asrc")

    assert answer.status_code == 400
    assert "Choose at least two" in text(answer)


def test_the_first_visit_leads_to_founding(client, founder):
    assert client.get("/", follow=True).redirect_chain == [("/found/", 302)]


def test_the_first_visitor_makes_an_account_and_nobody_after_the_founding(client):
    address = client.get("/").url
    account = {"email": "sato@example.org", "password1": "a long walk to Sendai", "next": "/found/"}

    assert client.get(address).status_code == 200
    assert client.post(address, account).url == "/found/"
    assert Person.objects.get().name == "sato"

    client.post("/found/asrc/", posted())
    client.logout()
    assert "By invitation" in text(client.get(address))


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


def test_founding_opens_what_waits_for_an_answer_and_what_is_to_be_put_right(client, founder):
    fresh = client.get("/found/sematech-1987/").context["form"]
    refused = client.post("/found/asrc/", posted(branches__jp__time_zone="Asia/Nowhere"))

    assert [group.title for group in fresh.groups() if group.is_open] == ["Pools"]
    assert [group.title for group in refused.context["form"].groups() if group.is_open] == ["Branches"]
    assert [line["label"] for line in refused.context["summary"]] == ["Japan · Time zone"]


def test_a_share_is_typed_and_suggested_as_percent(client, founder):
    page = text(client.get("/found/eureka/"))
    client.post("/found/sematech-1987/", posted("sematech-1987", pools__project_share="87.5 %"))

    assert 'value="50"' in page
    rules = editions.in_force(Consortium.objects.get(), NOON.date().replace(year=2100))
    assert rules.pools.project_share == Decimal("0.875")
