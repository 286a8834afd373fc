"""How the API's document describes its ways in."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    """Personal tokens, as a bearer key."""

    target_class = "desk.api_access.TokenAuthentication"
    name = "personalToken"

    def get_security_definition(self, auto_schema) -> dict:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token from /accounts/tokens/, such as rt_…; it acts within its scopes.",
        }
