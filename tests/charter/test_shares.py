"""Shares as people type them: percent at every place where one is typed, and shown back as it was read."""

from decimal import Decimal

import pytest

from charter import documents, editions, presets
from charter.forms import AmendmentForm
from charter.inputs import name_of
from charter.schema import SHARE
from consortium.models import Amendment
from desk.founding.forms import FoundingForm
from desk.management.commands.found import read
from tests.charter.test_views import posted

pytestmark = pytest.mark.django_db

MOTION = {"title": "Change it", "effective_from": "2100-01-01"}
TYPED = {
    "60": "0.6",
    "60%": "0.6",
    " 60 % ": "0.6",
    "0.6": "0.6",
    ".6": "0.6",
    "60.0": "0.6",
    "66,67": "0.6667",
    "66.67 %": "0.6667",
    "0,6": "0.6",
    "0.5 %": "0.005",
    "1": "0.01",
    "1 %": "0.01",
    "100": "1",
    "0": "0",
    "６０％": "0.6",
}
WRONG = {
    "150": "150 %",
    "-5": "-5 %",
    "100.5 %": "100.5 %",
    "half": "“half” is not a number",
    "60 % %": "60 %",
    "1e9": "%",
}


def amended(asrc, path: str, text: str) -> AmendmentForm:
    return AmendmentForm(editions.latest(asrc).loaded, MOTION | {name_of(path): text}, paths=[path])


def founded(text: str) -> FoundingForm:
    return FoundingForm(presets.named("sematech-1987"), posted("sematech-1987", pools__project_share=text))


def test_fu_b10_a_share_is_read_as_percent_wherever_it_is_typed(asrc):
    rules = editions.latest(asrc).loaded.rules.values()
    wrong = []

    for path in [rule.path for rule in rules if SHARE in rule.marks]:
        whole = path == "bodies.ec.quorum"  # of every other rule a sample: all are read by one function
        for text, share in TYPED.items() if whole else [("60", "0.6")]:
            read = amended(asrc, path, text)
            read.is_valid()
            found = read.cleaned_data["changes"].get(path, str(documents.get(editions.latest(asrc).document, path)))
            if Decimal(found) != Decimal(share):
                wrong.append(f"{path}: “{text}” is read as {found}")
        for text, said in WRONG.items() if whole else [("150", "150 %")]:
            read = amended(asrc, path, text)
            if read.is_valid() or said not in str(read.errors.get(name_of(path), "")):
                wrong.append(f"{path}: “{text}” is not refused beside its field: {read.errors}")
    for text, share in TYPED.items():
        form = founded(text)
        if not form.is_valid() or Decimal(form.answers()["pools.project_share"]) != Decimal(share):
            wrong.append(f"founding: “{text}” is not read as {share}: {form.errors}")
    for text, said in WRONG.items():
        if said not in str(founded(text).errors.get("pools__project_share", "")):
            wrong.append(f"founding: “{text}” is not refused beside its field: {founded(text).errors}")

    assert wrong == []


def test_fu_b10_the_page_shows_back_how_a_share_was_read(asrc):
    shown = {
        text: str(amended(asrc, "bodies.ec.quorum", text)["bodies__ec__quorum"]) for text in ("0.6", "0.5 %", "half")
    }

    assert {text: page.split('value="')[1].split('"')[0] for text, page in shown.items()} == {
        "0.6": "60",
        "0.5 %": "0.5 %",
        "half": "half",
    }
    assert all('<span class="share-sign">%</span>' in page for page in shown.values())


@pytest.mark.parametrize(
    ("given", "kept"),
    [("60 %", "0.6"), (0.6, 0.6), ("0.6", "0.6"), (60, None), ("60", None), ("150 %", None), (1, None)],
)
def test_fu_b10_the_api_takes_a_part_of_one_or_percent_with_its_sign(client, asrc, secretary, given, kept):
    client.force_login(secretary)
    data = {**MOTION, "changes": {"pools.project_share": given}}

    answer = client.post("/api/v1/asrc/charter/amend/", data, content_type="application/json")

    if given == 1:  # the whole is a share
        assert answer.status_code == 201
    elif kept is None:
        assert answer.status_code == 400
        assert "% is not a share of the money; one lies between 0 % and 100 %, such as 60 % or 0.6" in str(
            answer.json()
        )
    else:
        assert answer.status_code == 201
        assert Amendment.objects.get().changes == {"pools.project_share": kept}


ENDLESS = ("NaN", "sNaN", "Infinity", "1e9999999", "1e-999999", "1e-999", "1e-20 %", "9" * 5000)


def test_a_share_of_endless_digits_is_no_number_at_either_door(client, asrc, secretary):
    client.force_login(secretary)
    path, wrong = "bodies.ec.quorum", []

    for text in ENDLESS:
        form = amended(asrc, path, text)
        if form.is_valid() or f"“{text}” is not a number" not in str(form.errors.get(name_of(path), "")):
            wrong.append(("page", text[:20], str(form.errors)[:300]))
        if len(str(form[name_of(path)])) > 800 + len(text):
            wrong.append(("drawn", text[:20]))
        for given in (text, text if text.endswith("%") else f"{text} %"):
            data = {**MOTION, "changes": {path: given}}
            answer = client.post("/api/v1/asrc/charter/amend/", data, content_type="application/json")
            if answer.status_code != 400:
                wrong.append(("API", given[:20], answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("text", ["NaN", "1e9999999", "9" * 5000])
def test_an_amount_of_endless_digits_is_no_number(asrc, text):
    path = "tiers.t1.dues"

    assert f"“{text}” is not a number" in str(amended(asrc, path, text).errors[name_of(path)])


@pytest.mark.parametrize("zone", ["localtime", "Factory", "America", "right/UTC"])
def test_a_zone_of_the_charter_is_one_that_its_form_offers(client, asrc, secretary, zone):
    client.force_login(secretary)
    data = {**MOTION, "changes": {"identity.time_zone": zone}}

    answer = client.post("/api/v1/asrc/charter/amend/", data, content_type="application/json")

    assert answer.status_code == 400
    assert f"“{zone}” is not a time zone" in answer.content.decode()


def test_fu_b10_answers_in_a_file_may_say_percent(tmp_path):
    place = tmp_path / "answers.toml"
    place.write_text('[pools]\nproject_share = "87,5 %"\n')

    assert read(place) == {"pools.project_share": Decimal("0.875")}
