"""The pages of the outbox."""

from duties.models import Letter


def test_letters_go_out_once_it_was_seen_to_whom(world):
    office, held = world.clients["secretary"], Letter.objects.get(number=world.things["held letter"])

    asked = office.post("/asrc/letters/release/", {"chosen": [held.pk]})
    before = Letter.objects.get(pk=held.pk).state
    office.post("/asrc/letters/release/", {"chosen": [held.pk], "confirmed": "yes"})

    assert [each.pk for each in asked.context["letters"]] == [held.pk]
    assert held.person.name in asked.content.decode()
    assert (before, Letter.objects.get(pk=held.pk).state) == ("held", "released")


def test_nothing_ticked_is_said(world):
    answer = world.clients["secretary"].post("/asrc/letters/release/", follow=True)

    assert "Tick the held letters that are to be released." in answer.content.decode()
