"""Who and where: identities shared by every consortium of the installation.

What a consortium *learns* about a person or an organisation (a title, a tier, a seat) is a row of its
own in the app that learns it; nothing of that kind belongs here.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RESERVED_SLUGS = frozenset(
    "api accounts static media admin found demo health metrics help search calendar me mail i18n".split()
)


class PersonManager(BaseUserManager):
    """Create people by their e-mail address, which is how they sign in."""

    def create_user(self, email: str, name: str = "", password: str | None = None, **fields) -> "Person":
        """Create a person.

        :raises ValueError: without an e-mail address.
        """
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=self.normalize_email(email).lower(), name=name or email, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """A human being who can sign in. Being a person gives no right in any consortium."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=200)
    native_name = models.CharField(_("name in own script"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="person_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    """What an organisation is. Firms alone become members and vote (MEM-15)."""

    FIRM = "firm", _("Company")
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Research institute")
    ASSOCIATION = "association", _("Association")
    GOVERNMENT = "government", _("Government")


class Organisation(models.Model):
    """A legal person that takes part in one or more consortia."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    native_name = models.CharField(_("name in own script"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    country = models.CharField(_("country"), max_length=2, help_text=_("ISO 3166-1 code, such as US or JP."))
    ror = models.CharField(_("ROR identifier"), max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_firm(self) -> bool:
        return self.kind == OrganisationKind.FIRM


class Consortium(models.Model):
    """One consortium: its name and address. Its rules are its charter."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("name in own script"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    founded_on = models.DateField(_("founded on"))
    goes_live_on = models.DateField(_("goes live on"), help_text=_("No duty, mail or invoice arises before this day."))
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "consortia"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="consortium_slug_is_not_reserved"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.slug}/"

    def day_of(self, at: datetime) -> date:
        """Give the consortium's own day at a moment."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()
