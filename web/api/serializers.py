"""What calls of the API send: known fields alone, and one line where one line is meant."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from web.forms import one_line


class Json(JSONParser):
    """JSON whose every name and text can be written down again."""

    def parse(self, *args, **options) -> Any:
        """Read a body.

        :raises ParseError: for half a character (a lone surrogate), which no answer could quote.
        """
        said = super().parse(*args, **options)
        try:
            json.dumps(said, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ParseError from error
        return said


class Text(serializers.CharField):
    """Text that may have several lines."""


class KnownFields:
    """A body whose fields are known, and whose single lines are single."""

    def get_fields(self) -> dict:
        """Hold each text that is no `Text` to one line."""
        fields = super().get_fields()
        for field in fields.values():
            _hold(field)
        return fields

    def to_internal_value(self, data) -> dict:
        """Read the fields.

        :raises ValidationError: beside each name that is no field here, so that nothing sent is silently dropped.
        """
        unknown = data.keys() - self.fields.keys() if isinstance(data, Mapping) else set()
        if unknown:
            known = _("Unknown field. Known fields: %(names)s.") % {"names": ", ".join(self.fields) or "–"}
            raise serializers.ValidationError({str(name): [known] for name in sorted(unknown, key=str)})
        return super().to_internal_value(data)


class Payload(KnownFields, serializers.Serializer):
    """The body of a call."""


class ModelPayload(KnownFields, serializers.ModelSerializer):
    """The body of a call that names fields of a model."""


def _hold(field: serializers.Field) -> None:
    if isinstance(field, serializers.CharField):
        many = isinstance(field, Text) or "base_template" in field.style
        if not many and one_line not in field.validators:
            field.validators.append(one_line)
    elif child := getattr(field, "child", None):
        _hold(child)
