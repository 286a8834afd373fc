"""Whoever types a line break where one line is meant reads so beside the field, on the page and in the API."""

from web.forms import ONE_LINE


def test_fu_s9_both_doors_say_it_beside_the_field(world):
    office, slug = world.clients["secretary"], world.consortium.slug
    faked = "Strategy\n\nThe council has approved your invoice:"
    toshiba = world.things["toshiba"]
    sent = [
        (f"members/{toshiba}/people/invite/", "affiliations/", "name", {"name": faked, "email": "a@example.org"}),
        ("meetings/plan/", "meetings/", "place", {"title": "EC", "place": faked, "day": "2026-05-05", "time": "10:00"}),
        ("meetings/plan/", "meetings/", "title", {"title": faked, "day": "2026-05-05", "time": "10:00"}),
        ("motions/new/", "motions/", "title", {"title": faked}),
    ]
    wrong = []
    for page, call, field, fields in sent:
        shown = office.post(f"/{slug}/{page}", fields)
        shown_beside = "single line" in shown.content.decode()
        answer = office.post(f"/api/v1/{slug}/{call}", fields, content_type="application/json")
        if shown.status_code != 400 or not shown_beside:
            wrong.append((page, shown.status_code))
        if answer.status_code != 400 or str(ONE_LINE) not in answer.json().get(field, []):
            wrong.append((call, answer.status_code, answer.content))
    letter = world.things["held letter"]
    shown = office.post(f"/{slug}/letters/{letter}/edit/", {"title": faked, "body": "One.\nTwo."})
    answer = office.patch(f"/api/v1/{slug}/letters/{letter}/", {"title": faked}, content_type="application/json")
    if (shown.status_code, answer.status_code) != (400, 400):
        wrong.append(("letter", shown.status_code, answer.status_code))
    assert wrong == []
