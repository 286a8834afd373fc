"""Coming in: by e-mail code, by password, with a second factor; never by signing oneself up."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.urls import reverse

from tests.desk.catalogues import compiled

pytestmark = pytest.mark.django_db
DEEP = "/asrc/notices/"


def test_a_code_by_mail_leads_back_to_where_one_wanted_to_go(client, belonging, sato):
    client.post(reverse("account_request_login_code"), {"email": sato.email, "next": DEEP})
    code = re.search(r"^    (\S+)$", mail.outbox[0].body, re.MULTILINE).group(1)

    answer = client.post(reverse("account_confirm_login_code"), {"code": code, "next": DEEP})

    assert (answer.status_code, answer.url) == (302, DEEP)
    assert client.get(DEEP).status_code == 200


def test_a_code_is_sent_in_the_language_of_its_reader(client, sato, settings, tmp_path):
    settings.LOCALE_PATHS = [compiled("ja", tmp_path)]
    sato.language = "ja"
    sato.save()

    client.post(reverse("account_request_login_code"), {"email": sato.email}, headers={"accept-language": "en"})

    assert "認証コード：" in mail.outbox[0].body


def test_a_wrong_code_opens_nothing(client, sato):
    client.post(reverse("account_request_login_code"), {"email": sato.email})

    client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})

    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_the_same_answer_as_a_known_one(client, sato):
    known = client.post(reverse("account_request_login_code"), {"email": sato.email})
    unknown = client.post(reverse("account_request_login_code"), {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_password_opens_and_a_second_factor_is_asked_for(client, sato):
    sato.set_password("a long pass phrase")
    sato.save()
    TOTP.activate(sato, generate_totp_secret())

    answer = client.post(reverse("account_login"), {"login": sato.email, "password": "a long pass phrase"})

    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_a_telephone_half_a_minute_off_still_signs_in(sato):
    secret = generate_totp_secret()
    device, now = TOTP.activate(sato, secret), int(time.time()) // 30

    taken = [device.validate_code(format_hotp_value(hotp_value(secret, now + off))) for off in (-1, 1, 3)]

    assert taken == [True, True, False]


def test_nobody_signs_themselves_up(client, asrc):
    page = client.get(reverse("account_signup"))

    assert "By invitation" in page.content.decode()


def test_too_many_guesses_are_stopped(client, sato):
    answers = [
        client.post(reverse("account_login"), {"login": sato.email, "password": f"guess {n}"}) for n in range(12)
    ]

    assert "Too many" in answers[-1].content.decode() or answers[-1].status_code == 429


def test_signing_out_takes_a_click_not_a_link(client, belonging, sato):
    client.force_login(sato)

    client.get(reverse("account_logout"))

    assert client.get(DEEP).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(DEEP).status_code == 302


@pytest.mark.parametrize("is_open", [True, False])
def test_the_sign_in_page_offers_an_account_only_where_one_may_be_made(client, belonging, settings, is_open):
    settings.SIGN_UP_OPEN = is_open

    page = client.get(reverse("account_login")).content.decode()
    offer = client.get(reverse("account_signup")).content.decode()

    assert (reverse("account_signup") in page, "There is no sign-up" in page) == (is_open, not is_open)
    assert "Nothing is founded here yet" not in offer
