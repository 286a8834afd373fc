"""How a call names a company that the consortium may not know yet."""

from rest_framework import serializers

from parties.models import Organisation, OrganisationKind
from web.api.serializers import Payload


class CompanySerializer(Payload):
    """A company by name; one that is not known yet is entered as what ``kind`` says."""

    name = serializers.CharField(max_length=200)
    native_name = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    country = serializers.RegexField(r"^[A-Za-z]{2}$")
    kind = serializers.ChoiceField(choices=OrganisationKind.choices, default=OrganisationKind.FIRM)

    def company(self) -> Organisation:
        """Find or enter the company."""
        sent = self.validated_data
        found, _created = Organisation.objects.get_or_create(
            name=sent["name"].strip(),
            defaults={
                "native_name": sent["native_name"],
                "country": sent["country"].upper(),
                "kind": sent["kind"],
            },
        )
        return found

    def rest(self) -> dict:
        """Give what was sent besides the company."""
        return {name: value for name, value in self.validated_data.items() if name not in CompanySerializer().fields}
