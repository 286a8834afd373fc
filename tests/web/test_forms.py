"""Forms: faults beside the field and on top, nothing lost, sent once."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.forms import Form, ModelChoiceField
from django.test import Client, RequestFactory

from parties.models import Organisation
from parties.refusals import Invalid
from web.forms import form_page, posted_reason
from web.idempotency import KEPT, forget_answers
from web.models import AnswerGiven

FORM, PAY = "/asrc/gallery/form/", "/asrc/gallery/pay/"


@pytest.fixture
def reader(client, gallery, sato):
    client.force_login(sato)
    return client


def test_a_faulty_form_comes_back_with_its_faults_and_what_was_typed(reader):
    answer = reader.post(FORM, {"title": "Budget & more", "text": "", "kind": "firm", "starts_on": "soon"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert [line["label"] for line in answer.context["summary"]] == ["Text", "Starts on"]
    assert 'value="Budget &amp; more"' in page
    assert 'value="soon"' in page


def test_a_refusal_stands_beside_the_field_it_names(reader):
    answer = reader.post(FORM, {"title": "Again", "text": "x", "kind": "firm", "starts_on": "2026-12-01"})

    assert answer.status_code == 400
    assert answer.context["form"].errors == {"title": ["“Again” was used before: choose another title."]}


def test_the_second_click_gets_the_answer_of_the_first(reader):
    answers = [reader.post(PAY, {"name": "Toshiba", "once": "abc"}) for _ in range(2)]

    assert [answer.url for answer in answers] == ["/asrc/?paid=Toshiba"] * 2
    assert Organisation.objects.filter(name="Toshiba").count() == 1


def test_the_same_key_with_other_content_is_refused(reader):
    reader.post(PAY, {"name": "Toshiba", "once": "abc"})

    assert reader.post(PAY, {"name": "Seagate", "once": "abc"}).status_code == 409
    assert not Organisation.objects.filter(name="Seagate").exists()


def test_the_same_key_with_another_file_is_refused(reader):
    first, same, other = (
        reader.post(PAY, {"name": "Toshiba", "once": "abc", "deck": ContentFile(content, name="deck.pdf")})
        for content in (b"one", b"one", b"two")
    )

    assert (first.url, same.url, other.status_code) == ("/asrc/?paid=Toshiba", "/asrc/?paid=Toshiba", 409)


def test_a_form_that_failed_may_be_sent_again(reader):
    reader.post(PAY, {"name": "wrong", "once": "abc"})

    assert not AnswerGiven.objects.exists()
    assert reader.post(PAY, {"name": "Toshiba", "once": "abc"}).status_code == 302


def test_answers_are_forgotten_after_two_days_and_not_before(reader):
    reader.post(PAY, {"name": "Toshiba", "once": "abc"})
    given = AnswerGiven.objects.get()

    kept = forget_answers(at=given.given_at + KEPT)
    dropped = forget_answers(at=given.given_at + KEPT + timedelta(seconds=1))

    assert (kept, dropped) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_pay_once(gallery, sato):
    answers = []

    def click():
        client = Client()
        client.force_login(sato)
        answers.append(client.post(PAY, {"name": "Toshiba", "once": "abc"}).url)
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert answers == ["/asrc/?paid=Toshiba"] * 4
    assert Organisation.objects.filter(name="Toshiba").count() == 1


def reasoned(text: str):
    return RequestFactory().post("/", {"reason": text})


def test_a_reason_is_read_as_it_was_typed_and_none_is_left_to_the_verb():
    assert posted_reason(reasoned("  It is void. ")) == "It is void."
    assert posted_reason(reasoned("  ")) == ""


@pytest.mark.parametrize("text", ["x" * 2001, "a\x00b"])
def test_a_reason_that_cannot_be_kept_is_refused_with_what_is_wrong(text):
    with pytest.raises(Invalid) as refused:
        posted_reason(reasoned(text))

    assert refused.value.field == "reason"


class ChoosingForm(Form):
    needed = ModelChoiceField(Organisation.objects.none())
    open = ModelChoiceField(Organisation.objects.none(), required=False)
    worded = ModelChoiceField(Organisation.objects.none(), required=False, empty_label="Another one")


def test_choosing_nothing_is_said_in_words(db):
    form = ChoosingForm()

    form_page(RequestFactory().get("/"), form, title="Choose")

    assert {name: str(field.empty_label) for name, field in form.fields.items()} == {
        "needed": "Choose",
        "open": "none",
        "worded": "Another one",
    }
