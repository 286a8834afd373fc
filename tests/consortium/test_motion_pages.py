"""The pages of motions: what they show to whom, and that three taps suffice to vote."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from consortium import ballots, motions, seats
from consortium.models import Alternate, Motion, Need
from consortium.motions import NewItem
from tests.factories.consortium import body, company, employee, founded, officer, seated

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def council():
    """The council of a consortium with three companies in it."""
    place = body(founded(at=NOW), "ec")
    for name in ("Alpha", "Beta", "Gamma"):
        seated(place, company(place.consortium, name), "cto", f"{name} CTO", at=NOW)
    return place


@pytest.fixture
def motion(council):
    """A slate of three items, open for a week."""
    by = council.seats.first().person
    drafted = motions.draft(council, title="Research plan", items=[NewItem(n) for n in "ABC"], by=by, at=NOW)
    return motions.open(drafted, closes_at=NOW + timedelta(days=7), by=by, at=NOW)


def person(council, name):
    return council.seats.get(person__name=f"{name} CTO").person


def signed_in(client, who):
    client.force_login(who)
    return client


def test_the_list_puts_my_vote_first(client, council, motion):
    page = signed_in(client, person(council, "Alpha")).get(f"/{council.consortium.slug}/motions/")

    assert page.context["waiting"] == [motion]
    assert f"{motion.get_absolute_url()}vote/" in page.content.decode()


def test_whoever_has_left_the_body_takes_back_nothing(client, council, motion):
    seat = council.seats.get(person=motion.author)
    seats.end(seat, reason="resigned", by=seat.person, at=NOW)

    signed_in(client, seat.person).post(f"{motion.get_absolute_url()}withdraw/", {"reason": "Out of spite"})

    motion.refresh_from_db()
    assert motion.is_open


def test_voting_takes_one_post_for_the_whole_slate(client, council, motion):
    signed_in(client, person(council, "Alpha")).post(
        f"{motion.get_absolute_url()}vote/",
        {"slate": "for", **{f"item_{i.number}": "slate" for i in motion.items.all()}},
    )

    assert [ballot.choice for item in motion.items.all() for ballot in item.ballots.all()] == ["for"] * 3


def test_who_votes_in_two_seats_is_led_from_one_to_the_other(client, council, motion):
    """A deputy for one seat who holds another votes on both lines, one after the other."""
    alpha, beta = (council.seats.get(person__name=f"{name} CTO") for name in ("Alpha", "Beta"))
    now = timezone.now()
    Alternate.objects.create(
        consortium=council.consortium, seat=beta, person=alpha.person, during=DateRange(now.date() - timedelta(1), None)
    )
    client = signed_in(client, alpha.person)

    for _ in range(2):
        client.post(f"{motion.get_absolute_url()}vote/", {"slate": "for"})

    assert set(motion.roll.exclude(voted_at=None).values_list("acting_seat", flat=True)) == {alpha.pk, beta.pk}


def test_an_item_may_be_voted_on_otherwise(client, council, motion):
    first = motion.items.first()

    signed_in(client, person(council, "Alpha")).post(
        f"{motion.get_absolute_url()}vote/", {"slate": "for", f"item_{first.number}": "against"}
    )

    assert [item.ballots.get().choice for item in motion.items.all()] == ["against", "for", "for"]


def test_an_empty_slip_is_answered_beside_the_form(client, council, motion):
    page = signed_in(client, person(council, "Alpha")).post(f"{motion.get_absolute_url()}vote/", {})

    assert page.status_code == 400
    assert "Choose for, against or abstain." in page.content.decode()


def test_the_office_sees_the_vote_and_has_none(client, council, motion):
    client = signed_in(client, officer(council.consortium, at=NOW))

    assert client.get(motion.get_absolute_url()).status_code == 200
    assert client.post(f"{motion.get_absolute_url()}vote/", {"slate": "for"}).status_code == 403


def test_how_a_seat_voted_is_for_those_who_sat_there(client, council, motion):
    for name, choice in (("Alpha", "for"), ("Beta", "for"), ("Gamma", "against")):
        line = motion.roll.get(acting_seat__person__name=f"{name} CTO")
        ballots.cast_slate(motion, line, choice, by=line.acting_seat.person, at=NOW)
    motions.close_due(NOW + timedelta(days=8))
    outsider = employee(company(council.consortium, "Delta"), "director")

    inside = signed_in(client, person(council, "Alpha")).get(motion.get_absolute_url())
    outside = signed_in(client, outsider).get(motion.get_absolute_url())

    assert [said.names for said in inside.context["items"][0].said] == [["Alpha", "Beta"], ["Gamma"]]
    assert outside.context["items"][0].said == []
    assert "Carried 2 to 1; quorum 3 of 3 (at least 2 needed)" in outside.content.decode()


def test_an_open_vote_is_not_known_outside_its_body(client, council, motion):
    outsider = employee(company(council.consortium, "Delta"), "director")

    assert signed_in(client, outsider).get(motion.get_absolute_url()).status_code == 404


def test_a_draft_is_made_changed_and_put_to_the_vote(client, council):
    slug = council.consortium.slug
    client = signed_in(client, person(council, "Alpha"))

    client.post(f"/{slug}/motions/new/", {"body": "ec", "title": "Plan", "items": "One\nTwo", "language": "en"})
    motion = Motion.objects.get()
    client.post(f"{motion.get_absolute_url()}edit/", {"title": "Plan 2027", "text": "Words", "language": "en"})
    client.post(f"{motion.get_absolute_url()}items/", {"title": "Three"})
    client.post(f"/{slug}/items/{motion.items.last().number}/move/", {"to": "up"})
    client.post(f"{motion.get_absolute_url()}open/", {"how": "meeting"})

    motion.refresh_from_db()
    assert (motion.title, motion.state, motion.roll.count()) == ("Plan 2027", "open", 3)
    assert [item.title for item in motion.items.all()] == ["One", "Three", "Two"]


@pytest.mark.parametrize(
    "path",
    [
        "motions/", "motions/new/", "motions/1/", "motions/1/edit/", "motions/1/items/", "motions/1/statement/",
        "motions/1/papers/", "motions/1/open/", "decisions/", "statements/", "needs/", "bridges/", "needs/new/",
        "items/1/edit/",
    ],
)  # fmt: skip
def test_every_page_opens(client, council, path):
    by = person(council, "Alpha")
    motions.draft(council, title="A draft", by=by, at=NOW)

    assert signed_in(client, by).get(f"/{council.consortium.slug}/{path}").status_code == 200


def test_a_need_that_is_sent_twice_is_filed_once(client, council):
    by = council.seats.get(person__name="Alpha CTO")
    sent = {"once": "one-form", "member": by.member.number, "title": "長寿命の光源 שלום", "text": ""}
    signed_in(client, by.person)

    answers = [client.post(f"/{council.consortium.slug}/needs/new/", sent).url for _twice in range(2)]

    assert Need.objects.count() == 1
    assert set(answers) == {Need.objects.get().get_absolute_url()}


def test_a_paper_is_laid_before_the_body_and_read_by_it_alone(client, council):
    by = person(council, "Alpha")
    motion = motions.draft(council, title="With a paper", by=by, at=NOW)
    signed_in(client, by)

    client.post(
        f"{motion.get_absolute_url()}papers/",
        {"file": SimpleUploadedFile("plan.txt", b"The plan"), "label": "body"},
    )
    paper = motion.papers.get()
    address = f"{motion.get_absolute_url()}papers/{paper.pk}/"
    motions.open(motion, closes_at=NOW + timedelta(days=1), by=by, at=NOW)
    motions.close_due(NOW + timedelta(days=2))
    outsider = employee(company(council.consortium, "Delta"), "director")

    assert client.get(address).getvalue() == b"The plan"
    assert signed_in(client, outsider).get(motion.get_absolute_url()).status_code == 200
    assert client.get(address).status_code == 404


def test_what_one_has_voted_is_said_to_oneself_alone(client, council, motion):
    line = motion.roll.get(acting_seat__person__name="Alpha CTO")
    ballots.cast_slate(motion, line, "abstain", by=person(council, "Alpha"), at=timezone.now())

    own = signed_in(client, person(council, "Alpha")).get(motion.get_absolute_url()).content.decode()
    other = signed_in(client, person(council, "Beta")).get(motion.get_absolute_url()).content.decode()

    assert (own.count("Your vote: <b>Abstain</b>"), other.count("Your vote:")) == (3, 0)
    assert ("Change my vote" in own, other.count("You have not voted on this yet.")) == (True, 3)


def test_who_stepped_aside_from_everything_is_offered_no_vote(client, council, motion):
    line = motion.roll.get(acting_seat__person__name="Alpha CTO")
    ballots.recuse(motion, line, reason="Our own paper", by=person(council, "Alpha"), at=timezone.now())

    page = signed_in(client, person(council, "Alpha")).get(f"{motion.get_absolute_url()}vote/").content.decode()

    assert ("Cast my vote" in page, page.count("Take part after all")) == (False, 3)


def test_stepping_aside_in_a_colleague_s_seat_leaves_one_s_own_alone(client, council, motion):
    alpha, beta = (council.seats.get(person__name=f"{name} CTO") for name in ("Alpha", "Beta"))
    now = timezone.now()
    Alternate.objects.create(
        consortium=council.consortium,
        seat=beta,
        person=alpha.person,
        during=DateRange(now.date() - timedelta(1), None),
    )

    answer = signed_in(client, alpha.person).post(
        f"{motion.get_absolute_url()}recuse/?seat={beta.number}", {"reason": "Their paper"}
    )

    assert answer.url == f"{motion.get_absolute_url()}vote/?seat={beta.number}"
    assert set(motion.items.values_list("recusals__line__acting_seat", flat=True)) == {beta.pk}


def test_a_slip_of_a_motion_that_takes_no_votes_says_why(client, council, motion):
    motions.withdraw(motion, reason="Not now", by=motion.author, at=timezone.now())

    page = signed_in(client, person(council, "Beta")).get(f"{motion.get_absolute_url()}vote/", follow=True)

    assert page.redirect_chain == [(motion.get_absolute_url(), 302)]
    assert "was withdrawn: nobody votes on it any more" in page.content.decode()


def test_an_alternate_is_offered_no_vote_once_the_holder_has_voted(client, council, motion):
    beta, stand_in = council.seats.get(person__name="Beta CTO"), employee(council.seats.first().member, "", "Stand-in")
    now = timezone.now()
    Alternate.objects.create(
        consortium=council.consortium, seat=beta, person=stand_in, during=DateRange(now.date() - timedelta(1), None)
    )
    before = signed_in(client, stand_in).get(motion.get_absolute_url()).context["can"].vote
    ballots.cast_slate(motion, motion.roll.get(acting_seat=beta), "for", by=beta.person, at=now)

    page = client.get(motion.get_absolute_url())
    slip = client.get(f"{motion.get_absolute_url()}vote/").content.decode()

    assert (before, page.context["can"].vote) == (True, False)
    assert "Your vote: <b>Beta CTO: For</b>" in page.content.decode()
    assert ("has voted; an alternate does not change that" in slip, "Change my vote" in slip) == (True, False)


def test_a_holder_is_told_who_voted_in_their_seat(client, council, motion):
    beta, stand_in = council.seats.get(person__name="Beta CTO"), employee(council.seats.first().member, "", "Stand-in")
    line = motion.roll.get(acting_seat=beta)
    ballots.cast_slate(motion, line, "against", by=stand_in, at=timezone.now())

    page = signed_in(client, beta.person).get(motion.get_absolute_url()).content.decode()
    slip = client.get(f"{motion.get_absolute_url()}vote/").content.decode()

    assert "Your vote: <b>Against, entered by Stand-in</b>" in page
    assert "Stand-in has entered a vote in your seat" in slip


def test_what_was_tapped_for_the_slate_stays_when_the_slate_is_gone(client, council, motion):
    """Another seat severed items meanwhile; the slip that comes back keeps the choice."""
    first, second, third = motion.items.all()
    line = motion.roll.get(acting_seat__person__name="Alpha CTO")
    ballots.recuse(motion, line, items=[third], reason="Our own", by=person(council, "Alpha"), at=timezone.now())
    motions.sever(second, line, by=person(council, "Alpha"), at=timezone.now())
    typed = {"slate": "for", f"item_{first.number}": "slate", f"item_{third.number}": "for"}

    answer = signed_in(client, person(council, "Alpha")).post(f"{motion.get_absolute_url()}vote/", typed)

    row = answer.context["slip"].items[0]
    assert (answer.status_code, [option.value for option in row.options if option.is_chosen]) == (409, ["for"])


def test_before_a_paper_is_laid_down_every_label_says_who_will_read_it(client, council):
    drafted = motions.draft(council, title="Plan", by=person(council, "Alpha"), at=NOW)

    page = signed_in(client, person(council, "Alpha")).get(f"{drafted.get_absolute_url()}papers/").content.decode()

    assert "This body only: The 3 people in Executive Council, and the office." in page


def test_the_strategy_s_page_leads_to_its_next_version(client, council):
    """The draft that comes of it has one item: the text that is to be published."""
    client = signed_in(client, person(council, "Alpha"))
    here = f"/{council.consortium.slug}/"
    assert f"{here}motions/new/?body=ec&amp;publishes=strategy" in client.get(f"{here}statements/").content.decode()

    typed = {"body": "ec", "title": "Strategy 2027", "language": "en"}
    draft = client.post(f"{here}motions/new/?body=ec&publishes=strategy", typed)
    client.post(draft.url, {"kind": "strategy", "text": "Density first.", "language": "en"})

    motion = Motion.objects.get(title="Strategy 2027")
    assert draft.url == f"{motion.get_absolute_url()}statement/?kind=strategy"
    assert [item.matter for item in motion.items.all()] == ["statement"]


def test_a_vote_without_a_quorum_leads_to_moving_it_anew(client, council, motion):
    client = signed_in(client, person(council, "Alpha"))
    motions.close_due(motion.closes_at)

    late = client.post(f"{motion.get_absolute_url()}vote/", {"slate": "for"}, follow=True).content.decode()
    anew = client.get(f"/{council.consortium.slug}/motions/new/?follows={motion.number}").content.decode()

    assert "is over; what has been decided" in late
    assert "nothing is decided. Move it anew." in late
    assert ('value="Research plan"' in anew, "A\nB\nC</textarea>" in anew) == (True, True)


def test_closing_a_vote_is_asked_twice_however_it_stands(client, council):
    chair = council.seats.first()
    council.seats.filter(pk=chair.pk).update(post="chair")
    motion = motions.draft(council, title="In the room", by=chair.person, at=NOW)
    motions.open(motion, by=chair.person, at=NOW)
    page = signed_in(client, chair.person)

    early = page.get(motion.get_absolute_url()).content.decode()
    for line in motion.roll.all():
        ballots.cast_slate(motion, line, "for", by=line.acting_seat.person, at=timezone.now())
    late = page.get(motion.get_absolute_url()).content.decode()

    assert "0 of 3 seats voted · quorum 2. Once closed, votes can no longer be cast" in early
    assert "3 of 3 seats voted · quorum 2. Once closed, votes can no longer be cast" in late
    closed = page.post(f"{motion.get_absolute_url()}close/", follow=True).content.decode()
    assert "The vote is closed: Carried." in closed
