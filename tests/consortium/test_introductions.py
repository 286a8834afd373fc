"""Whoever types an address asks its reader: nobody becomes a rival's colleague by a slip, nor is found out by one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from consortium import introductions, meetings, people
from consortium.models import Introduction
from desk.viewers import viewer_of
from duties.models import Notice
from journal.models import Entry
from membership.models import Affiliation, Mandate
from parties.refusals import Refusal
from tests.factories.consortium import body, company, employee, founded, officer
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db
ADDRESS = "committee@wd.example"
TYPED = {"email": ADDRESS, "name": "Kenji Example", "title": "cto"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def toshiba():
    return company(founded(), "Toshiba")


@pytest.fixture
def nominator(toshiba):
    return employee(toshiba, "", "M. Mori", "nominator")


@pytest.fixture
def rival(toshiba):
    """Somebody who pays for Western Digital, with colleagues who nominate for it."""
    wd = company(toshiba.consortium, "Western Digital")
    person = employee(wd, "", "Rita Rival", "billing")
    person.email = ADDRESS
    person.save(update_fields=["email"])
    person.company = wd
    person.contact = employee(wd, "", "Wanda Contact", "nominator")
    return person


def pages_of(client, member, person) -> str:
    """Everything that somebody reads of people: directory, company, search, API, exports."""
    slug = member.consortium.slug
    below = f"/{slug}/"
    addresses = [f"{below}people/", f"{member.get_absolute_url()}people/", member.get_absolute_url()]
    addresses += [f"{below}search/?q=Kenji", f"/api/v1/{slug}/affiliations/", f"/api/v1/{slug}/people/"]
    addresses += [f"/api/v1/{slug}/introductions/"]
    client.force_login(person)
    return "".join(client.get(address).content.decode() for address in addresses)


def by_page(client, member, nominator, **said):
    client.force_login(nominator)
    sent = {**TYPED, "mandates": ["billing"], **said}
    return client.post(f"{member.get_absolute_url()}people/invite/", sent, follow=True)


def by_api(client, member, nominator, **said):
    client.force_login(nominator)
    sent = {**TYPED, "mandates": ["billing"], "member": member.number, **said}
    return client.post(f"/api/v1/{member.consortium.slug}/affiliations/", sent, content_type="application/json")


@pytest.mark.parametrize("door", [by_page, by_api])
def test_fu_s11_fc1_an_address_of_a_rival_joins_nobody(client, toshiba, nominator, rival, door):
    asked = door(client, toshiba, nominator)

    assert asked.status_code in (200, 201)
    assert list(rival.affiliations.values_list("organisation__name", flat=True)) == ["Western Digital"]
    assert viewer_of(rival, toshiba.consortium, NOON).organisations == {rival.company.organisation_id}
    assert not Mandate.objects.filter(organisation=toshiba.organisation, person=rival).exists()
    kept = Introduction.objects.get()
    assert (kept.name, kept.email, kept.state, kept.mandates) == ("Kenji Example", ADDRESS, "asked", ["billing"])
    assert list(Notice.objects.values_list("person", "kind", "address")) == [
        (rival.pk, "person.invited", "/me/introductions/")
    ]
    told = pages_of(client, toshiba, nominator)
    assert ("Kenji Example" in told, "Rita Rival (Toshiba)" in told) == (True, False)
    assert "Kenji Example" not in pages_of(client, rival.company, rival.contact)
    words = Entry.objects.filter(subject=toshiba.subject).values_list("particulars__words", flat=True)
    assert "Rita Rival" not in str(list(words))


@pytest.mark.parametrize("door", [by_page, by_api])
def test_fu_fc1_the_answer_is_the_same_whether_or_not_an_address_is_known(client, toshiba, nominator, rival, door):
    addresses = {
        "a rival's": ADDRESS,
        "of another consortium": PersonFactory(email="else@where.example", name="Elsa Where").email,
        "of nobody": "nobody@example.org",
    }
    answers, lists = {}, {}

    for whose, address in addresses.items():
        with transaction.atomic():
            answer = door(client, toshiba, nominator, email=address)
            answers[whose] = (answer.status_code, seen(answer, address))
            lists[whose] = read(pages_of(client, toshiba, nominator), address)
            transaction.set_rollback(True)
        client.cookies.clear()

    assert len(set(answers.values())) == 1
    assert len(set(lists.values())) == 1


def seen(answer, address: str) -> str:
    """What an answer tells, but for the address that was typed and what differs at every visit."""
    if answer["Content-Type"].startswith("application/json"):
        return str({name: value for name, value in answer.json().items() if name not in ("id", "email")})
    return str([str(message) for message in answer.context["messages"]]).replace(address, "…")


def read(text: str, address: str) -> int:
    """How often pages name what was typed."""
    return (text.count("Kenji Example"), text.count(address) > 0)


def test_fu_fc1_with_both_yeses_somebody_belongs_to_both_with_what_was_asked(client, toshiba, nominator, rival):
    by_page(client, toshiba, nominator)
    (asked,) = Introduction.objects.all()
    client.force_login(rival)
    page = client.get("/me/introductions/").content.decode()

    client.post(f"/me/introductions/{asked.pk}/", {"answer": "yes"})
    alone = [place.organisation.name for place in rival.affiliations.all()]
    told = pages_of(client, toshiba, nominator)
    client.force_login(rival.contact)
    wanted = client.get(f"{rival.company.get_absolute_url()}people/").content.decode()
    client.post(f"{rival.company.get_absolute_url()}introductions/{asked.pk}/release/")

    assert [word in page for word in ("Toshiba", "M. Mori", "Western Digital", "Receives and pays invoices")] == [
        True
    ] * 4
    assert alone == ["Western Digital"]
    assert ("Accepted" in told, "accepted" in told) == (False, False)
    assert "Rita Rival accepted an invitation of Toshiba" in wanted
    assert {place.organisation.name for place in rival.affiliations.all()} == {"Toshiba", "Western Digital"}
    held = Mandate.objects.filter(organisation=toshiba.organisation, person=rival).values_list("kind", flat=True)
    assert list(held) == ["billing"]


def test_fu_fc1_a_company_objects_and_the_asking_side_reads_no_more_than_of_a_no(client, toshiba, nominator, rival):
    def refused(answer) -> tuple:
        with transaction.atomic():
            by_page(client, toshiba, nominator)
            (asked,) = Introduction.objects.all()
            answer(asked)
            told = list(Notice.objects.filter(person=nominator).values_list("kind", "facts__person"))
            row = client.get(f"/api/v1/{toshiba.consortium.slug}/introductions/").json()["results"][0]
            transaction.set_rollback(True)
        client.cookies.clear()
        return told, row["state"], Affiliation.objects.filter(organisation=toshiba.organisation).count()

    def no(asked):
        introductions.decline(asked, by=rival, at=NOON)
        client.force_login(nominator)

    def objection(asked):
        introductions.accept(asked, by=rival, at=NOON)
        introductions.object_to(asked, rival.company, by=rival.contact, at=NOON)
        client.force_login(nominator)

    assert refused(no) == refused(objection) == ([("person.declined", "Kenji Example")], "declined", 1)


def test_fu_fc1_who_leaves_the_old_company_first_needs_no_agreement(toshiba, nominator, rival):
    asked = introductions.ask(toshiba, **TYPED, by=nominator, at=NOON)
    introductions.accept(asked, by=rival, at=NOON)

    people.leave(rival.affiliations.get(), by=rival.contact, at=NOON)
    place = introductions.accept(asked, by=rival, at=NOON)

    assert place.organisation == toshiba.organisation


def test_fu_fc1_somebody_new_accepts_alone_and_is_called_by_their_own_name(client, toshiba, nominator):
    by_api(client, toshiba, nominator, email="new@toshiba.example")
    (asked,) = Introduction.objects.all()
    before = viewer_of(asked.person, toshiba.consortium, NOON).is_known
    client.force_login(asked.person)

    listed = client.get("/api/v1/me/introductions/").json()
    answer = client.post(f"/api/v1/me/introductions/{asked.pk}/", {"accept": True}, content_type="application/json")

    assert [(each["organisation"], each["name"]) for each in listed] == [("Toshiba", "Kenji Example")]
    assert (before, answer.json()["state"]) == (False, "joined")
    assert viewer_of(asked.person, toshiba.consortium, NOON).is_member


def test_fu_fc1_nobody_answers_for_somebody_else(client, toshiba, nominator, rival):
    introductions.ask(toshiba, **TYPED, by=nominator, at=NOON)
    (asked,) = Introduction.objects.all()
    answers = {}
    for name, person in {"asker": nominator, "contact": rival.contact, "office": officer(toshiba.consortium)}.items():
        client.force_login(person)
        answers[name] = (
            client.post(f"/me/introductions/{asked.pk}/", {"answer": "yes"}).status_code,
            client.post(f"/api/v1/me/introductions/{asked.pk}/", {"accept": True}).status_code,
        )

    assert set(answers.values()) == {(404, 404)}
    client.force_login(rival.contact)  # the company is asked only after the person's yes
    below = f"{rival.company.get_absolute_url()}introductions/{asked.pk}"
    assert [client.post(f"{below}/{verb}/").status_code for verb in ("release", "object")] == [404, 404]


def test_fu_fc1_a_shared_mailbox_is_refused_with_what_to_do(toshiba, nominator):
    nominator.email = "committee-office@toshiba.example"
    nominator.save(update_fields=["email"])

    with pytest.raises(Refusal, match="One address is one person: give each colleague an address of their own"):
        introductions.ask(toshiba, email=nominator.email, name="S. O.", by=nominator, at=NOON)

    introductions.ask(toshiba, **TYPED, by=nominator, at=NOON)
    with pytest.raises(Refusal, match=f"An invitation to {ADDRESS} waits for an answer"):
        introductions.ask(toshiba, **TYPED, by=nominator, at=NOON)


def test_fu_fc1_a_withdrawn_invitation_is_answered_by_nobody(client, toshiba, nominator, rival):
    asked = introductions.ask(toshiba, **TYPED, by=nominator, at=NOON)
    client.force_login(nominator)

    client.post(f"/{toshiba.consortium.slug}/introductions/{asked.pk}/withdraw/")

    with pytest.raises(Refusal, match="settled"):
        introductions.accept(asked, by=rival, at=NOON)
    assert not rival.affiliations.filter(organisation=toshiba.organisation).exists()


def test_fu_fc1_whoever_types_an_address_renames_and_signs_out_nobody(client, toshiba, nominator, rival):
    secretary = officer(toshiba.consortium)
    meeting = meetings.plan(
        [body(toshiba.consortium, "ec")],
        by=None,
        at=NOON,
        title="M",
        day=NOON.date() + timedelta(days=30),
        time=time(9),
    )
    meetings.call(meeting, by=None, at=NOON)
    rival.set_password("their own pass phrase")
    rival.save()
    at_home = type(client)()
    at_home.force_login(rival)
    slug = toshiba.consortium.slug
    guests = {"guests": [ADDRESS]}

    def of_rival() -> tuple:
        rival.refresh_from_db()
        return rival.name, rival.password, at_home.get(f"/{slug}/people/").status_code

    doors = {
        "page": lambda: by_page(client, toshiba, nominator),
        "api": lambda: by_api(client, toshiba, nominator),
        "guest, page": lambda: client.post(
            f"{meeting.get_absolute_url()}invite/", {"email": ADDRESS, "name": "Mickey"}
        ),
        "guest, api": lambda: client.post(
            f"/api/v1/{slug}/meetings/{meeting.number}/invite/", guests, content_type="application/json"
        ),
    }
    before, found = of_rival(), {}
    for door, typed in doors.items():
        with transaction.atomic():
            client.force_login(secretary)
            status = typed().status_code
            found[door] = (status < 400, of_rival())
            transaction.set_rollback(True)
        client.cookies.clear()

    assert found == dict.fromkeys(doors, (True, before))


@pytest.mark.django_db(transaction=True)
def test_fu_fc1_of_two_rivals_accepted_at_one_moment_the_second_waits_for_the_first(toshiba, nominator):
    wd = company(toshiba.consortium, "Western Digital")
    contact = employee(wd, "", "Wanda Contact", "nominator")
    person = PersonFactory(email="free@x.example")
    asked = [
        introductions.ask(home, email=person.email, name="F. Ree", by=by, at=NOON)
        for home, by in ((toshiba, nominator), (wd, contact))
    ]
    start = Barrier(2)

    def accept(pk: int):
        try:
            introduction = Introduction.objects.select_related("organisation", "consortium", "person").get(pk=pk)
            start.wait()
            introductions.accept(introduction, by=person, at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(accept, [each.pk for each in asked]))

    assert sorted(Introduction.objects.values_list("state", flat=True)) == ["accepted", "joined"]
    assert person.affiliations.count() == 1


def test_fu_fc1_whoever_is_no_employer_of_somebody_learns_nothing_by_answering_for_them(
    client, toshiba, nominator, rival
):
    """Toshiba asks; Western Digital employs; a third company and the office look on."""
    consortium = toshiba.consortium
    third = company(consortium, "Third")
    people_there = {
        "asker": (nominator, toshiba),
        "asker for a stranger": (nominator, third),
        "asker for the employer": (nominator, rival.company),
        "third": (employee(third, "", "T", "nominator"), third),
        "office for one without a nominator": (officer(consortium), company(consortium, "Fourth")),
    }

    def answers() -> dict:
        found = {}
        for name, (person, home) in people_there.items():
            client.force_login(person)
            api = f"/api/v1/{consortium.slug}/introductions/{asked.pk}"
            found[name] = [
                client.post(f"{home.get_absolute_url()}introductions/{asked.pk}/{verb}/").status_code
                for verb in ("release", "object")
            ] + [
                client.post(f"{api}/{verb}/", {"member": home.number}, content_type="application/json").status_code
                for verb in ("release", "object")
            ]
        return found

    asked = introductions.ask(toshiba, **TYPED, by=nominator, at=NOON)
    found = {"asked": answers()}
    introductions.accept(asked, by=rival, at=NOON)
    found["accepted"] = answers()
    introductions.object_to(asked, rival.company, by=rival.contact, at=NOON)
    found["declined"] = answers()
    asked = introductions.ask(toshiba, **TYPED, by=nominator, at=NOON)
    introductions.withdraw(asked, by=nominator, at=NOON)
    found["withdrawn"] = answers()

    refused = {"asker for a stranger", "asker for the employer"}  # who answers for a company is no secret
    expected = {who: [403 if who in refused else 404] * 4 for who in people_there}
    assert found == dict.fromkeys(found, expected)


def test_fu_fc1_of_an_employers_people_only_who_nominates_sees_what_they_accepted(client, toshiba, nominator, rival):
    colleague = employee(rival.company, "", "Ordinary Colleague")
    asked = introductions.ask(toshiba, **TYPED, by=nominator, at=NOON)
    introductions.accept(asked, by=rival, at=NOON)
    seen = {}
    for name, person in {"colleague": colleague, "billing": rival, "contact": rival.contact}.items():
        client.force_login(person)
        rows = client.get(f"/api/v1/{toshiba.consortium.slug}/introductions/").json()["results"]
        page = client.get(f"{rival.company.get_absolute_url()}people/").content.decode()
        seen[name] = (len(rows), "accepted an invitation" in page)

    assert seen == {"colleague": (0, False), "billing": (0, False), "contact": (1, True)}


def test_fu_fc1_mandates_follow_only_while_whoever_asked_may_give_them(toshiba, nominator):
    found = {}
    for name, by in {"left": nominator, "office": officer(toshiba.consortium), "nominates": None}.items():
        by = by or employee(toshiba, "", "N. Ominator", "nominator")
        told = {"email": f"{name}@toshiba.example", "name": name, "kinds": ["billing"]}
        asked = introductions.ask(toshiba, **told, by=by, at=NOON)
        if name == "left":
            people.leave(by.affiliations.get(), by=by, at=NOON)
        introductions.accept(asked, by=asked.person, at=NOON)
        found[name] = list(Mandate.objects.filter(person=asked.person).values_list("kind", flat=True))

    assert found == {"left": [], "office": ["billing"], "nominates": ["billing"]}


def test_fu_fc1_nobody_agrees_for_themselves(client, toshiba, nominator, rival):
    """The only one who nominates is the one who is asked: the office answers, through both doors."""
    office = officer(toshiba.consortium)
    contact = rival.contact
    asked = introductions.ask(toshiba, email=contact.email, name="W. C.", by=nominator, at=NOON)
    introductions.accept(asked, by=contact, at=NOON)
    slug, own = toshiba.consortium.slug, rival.company
    address = f"/api/v1/{slug}/introductions/{asked.pk}/release/"

    codes = []
    for who in (contact, office):
        client.force_login(who)
        codes.append(client.post(address, {"member": own.number}, content_type="application/json").status_code)

    assert codes == [403, 204]
    assert Notice.objects.filter(kind="person.release", person=office).exists()
    assert not Notice.objects.filter(kind="person.release", person=contact).exists()
