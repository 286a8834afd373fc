"""A single line is a single line in every form and every call: no line break reaches a name, a title or a place."""

from collections.abc import Iterator

from django import forms
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers

from charter import presets, schemas
from config import api, urls  # noqa: F401 – every door is read
from desk import signing_in  # noqa: F401
from web.api.serializers import KnownFields, Text
from web.forms import ONE_LINE, Form, OneLine, one_line

HIDDEN = tuple("\u115f\u200b\u202a\u202e\u2066\u2069\u3164\ufeff")
BREAKS = (*HIDDEN, "\n", "\r", "\r\n", "\v", "\f", "\x00", "\x1b", "\x85", "\u2028", "\u2029", "\t")
OURS = "charter consortium desk duties files journal membership parties projects roadmap treasury web".split()


def below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def ours(kind: type) -> list[type]:
    return sorted({each for each in below(kind) if each.__module__.split(".")[0] in OURS}, key=str)


def test_fu_s9_every_form_holds_its_single_lines_to_one():
    kinds = [kind for kind in ours(forms.BaseForm) if kind.__module__ != "web.forms"]
    assert [str(kind) for kind in kinds if not issubclass(kind, OneLine)] == []

    wrong = []
    for kind in kinds:
        lines = {
            name: field
            for name, field in kind.base_fields.items()
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Textarea)
        }
        alone = type("Alone", (Form,), dict(lines))
        for brk in BREAKS:
            form = alone(dict.fromkeys(lines, f"a{brk}b"))
            wrong += [f"{kind.__name__}.{name} takes {brk!r}" for name in lines if name not in form.errors]
    assert len(kinds) > 40
    assert wrong == []


def test_fu_s9_every_body_of_a_call_holds_its_single_lines_to_one():
    asked = {
        part["schema"].get("$ref", "").rpartition("/")[2].removesuffix("Request").removeprefix("Patched")
        for operations in SchemaGenerator().get_schema(request=None, public=True)["paths"].values()
        for operation in operations.values()
        for part in operation.get("requestBody", {}).get("content", {}).values()
    }
    GENERATOR_STATS.reset()
    kinds = {kind for kind in ours(KnownFields) if kind.__module__ != "web.api.serializers"}
    assert asked - {kind.__name__.removesuffix("Serializer") for kind in kinds} == set()

    wrong = []
    for kind in kinds:
        for name, field in kind().fields.items():
            field = getattr(field, "child", field)
            if not isinstance(field, serializers.CharField) or isinstance(field, Text):
                continue
            for brk in BREAKS:
                try:
                    field.run_validation(f"a{brk}b")
                    wrong.append(f"{kind.__name__}.{name} takes {brk!r}")
                except serializers.ValidationError:
                    pass
    assert wrong == []


def test_fu_s9_several_lines_stay_where_they_are_meant():
    text = "First.\n\n- second\tline"

    assert Text().run_validation(text) == text
    assert one_line("佐藤 健 – “Chair”, é") is None
    assert one_line("می\u200cخواهم क्\u200dष") is None  # joiners are how these are written


def test_fu_s9_a_rule_of_the_charter_is_a_single_line_unless_it_says_otherwise():
    document = dict(presets.named("asrc").document)
    broken = {**document, "identity": {**document["identity"], "name": "ASRC\nApproved by the Chair"}}
    lines = {**document, "dues": {**document["dues"], "paid_to": "Bank\nIBAN"}}

    def said(of) -> list[str]:
        return [fault.path for fault in schemas.faults_of(of) if fault.message == str(ONE_LINE)]

    assert (said(document), said(broken), said(lines)) == ([], ["identity.name"], [])
