"""Founding asks for what running needs and the documents leave open, and for nothing else."""

from charter import documents, presets, questions, schemas
from charter.documents import NOT_STATED

ASRC = presets.named("asrc")


def keys(preset, answers=None):
    return [question.key for question in questions.ask(preset, answers)]


def test_nothing_that_a_preset_states_is_asked():
    for preset in presets.every().values():
        for question in questions.ask(preset):
            for path in question.paths:
                assert documents.get(preset.document, path) is NOT_STATED


def test_one_question_serves_all_bodies_that_leave_the_same_thing_open():
    asked = {question.key: question.paths for question in questions.ask(ASRC)}

    assert asked["bodies.*.recusal"] == tuple(
        f"bodies.{body}.recusal" for body in ("ec", "sc_us", "sc_jp", "tc_us", "tc_jp")
    )


def test_an_answer_settles_the_questions_that_hang_on_it():
    preset = presets.named("sematech-1987")

    assert "bodies.*.quorum" in keys(preset)
    assert "bodies.*.quorum" not in keys(preset, {"bodies.*.vote": "none"})


def test_a_question_without_a_suggestion_stays_open():
    preset = presets.named("eureka")

    document, _chosen = questions.answered(preset, questions.suggested(preset))

    assert [str(fault.path) for fault in schemas.faults_of(document)] == ["identity.currency"]


def test_an_answer_for_one_body_comes_before_the_one_for_all():
    answers = {**questions.suggested(ASRC), "bodies.ec.recusal": "reduces_quorum"}

    document, chosen = questions.answered(ASRC, answers)

    assert documents.get(document, "bodies.ec.recusal") == "reduces_quorum"
    assert documents.get(document, "bodies.tc_us.recusal") == "counts_for_quorum"
    assert (chosen["bodies.ec.recusal"], chosen["bodies.tc_us.recusal"]) == ("bodies.ec.recusal", "bodies.*.recusal")


def test_a_founder_may_choose_otherwise_than_the_document_and_it_counts_as_chosen():
    answers = {**questions.suggested(ASRC), "bodies.ec.quorum": "0.6", "identity.host": "IDEMA"}

    document, chosen = questions.answered(ASRC, answers)

    assert documents.get(document, "bodies.ec.quorum") == "0.6"
    assert "bodies.ec.quorum" in chosen
    assert "identity.host" not in chosen


def test_the_account_is_asked_where_dues_are_charged_and_founding_goes_on_without_it():
    asked = {key: questions.ask(preset) for key, preset in presets.every().items()}
    accounts = {key: [each for each in rows if each.key == "dues.paid_to"] for key, rows in asked.items()}

    document, _chosen = questions.answered(ASRC, questions.suggested(ASRC))

    assert {key: len(rows) for key, rows in accounts.items()} == {"asrc": 1, "sematech-1987": 1, "eureka": 0}
    assert [(each.is_waiting, each.has_suggestion) for each in accounts["asrc"]] == [(False, False)]
    assert schemas.faults_of(document) == []


def test_an_answer_of_several_lines_is_kept_line_by_line():
    document, _chosen = questions.answered(
        ASRC, questions.suggested(ASRC) | {"dues.paid_to": "IDEMA \r\n\r\n IBAN XX00"}
    )

    assert schemas.typed(document).dues.paid_to == "IDEMA\nIBAN XX00"
