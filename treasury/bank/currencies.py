"""What banks call currencies: codes, signs, words, and signs that several currencies share."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from babel.numbers import list_currencies

from treasury.bank import words
from treasury.bank.tables import cell

CODES = frozenset(list_currencies())
CURRENCIES = {
    "us$": "USD", "€": "EUR", "£": "GBP", "円": "JPY", "美元": "USD", "人民币": "CNY", "日元": "JPY", "欧元": "EUR",
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "usd": "USD", "jpy": "JPY", "cny": "CNY", "rmb": "CNY", "gbp": "GBP",
    "chf": "CHF", "sfr": "CHF", "₩": "KRW", "₹": "INR", "米ドル": "USD", "zł": "PLN", "kč": "CZK", "ft": "HUF",
    "us dollar": "USD", "us dollars": "USD", "日本円": "JPY", "ユーロ": "EUR", "港币": "HKD", "yen": "JPY",
    "yuan": "CNY", "pound sterling": "GBP", "pounds sterling": "GBP", "swiss franc": "CHF", "swiss francs": "CHF",
    "au$": "AUD", "ca$": "CAD", "hk$": "HKD", "nt$": "TWD", "nz$": "NZD", "sg$": "SGD", "mx$": "MXN",
}  # fmt: skip
"""Signs and words for currencies → code."""
DOLLARS = frozenset("USD CAD AUD NZD HKD SGD TWD BND JMD TTD BBD BSD BZD BMD KYD FJD GYD LRD NAD SBD SRD XCD".split())
FRANCS = frozenset("CHF XAF XOF XPF BIF CDF DJF GNF KMF RWF".split())
CROWNS = frozenset("SEK NOK DKK ISK".split())
SHARED = {
    "$": DOLLARS | frozenset("MXN ARS CLP COP UYU DOP".split()), "dollar": DOLLARS, "dollars": DOLLARS,
    "¥": frozenset({"JPY", "CNY"}), "元": frozenset({"CNY", "TWD", "HKD"}), "kr": CROWNS, "fr": FRANCS, "frs": FRANCS,
    "franc": FRANCS, "francs": FRANCS, "a$": frozenset({"AUD"}), "c$": frozenset({"CAD", "NIO"}),
    "s$": frozenset({"SGD"}), "r$": frozenset({"BRL"}), "rs": frozenset("INR PKR LKR NPR MUR SCR".split()),
    "krona": CROWNS, "kronor": CROWNS, "kroner": CROWNS,
}  # fmt: skip
"""Signs and words that several currencies share → those that are called so: which it is, they do not tell."""
BETWEEN = re.compile(r"[\s()\[\]/,;:_–-]+")
BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
NAMES = words.COLUMNS["currency"]
SHORT = 4
"""Words up to this length name a currency only where they stand alone."""


def code_of(text: str) -> str:
    """Give the code that a sign, a name or a code is; empty where it is none, or several currencies are called so."""
    return text if text in CODES else CURRENCIES.get(text.casefold(), "")


def named_currency(text: str) -> str:
    """Give what a word tells of a currency: its code, or the sign that several share; empty where it tells none."""
    sign = text.rstrip(".").casefold()
    return code_of(text) or code_of(text.rstrip(".")) or (sign if sign in SHARED else "")


def currency_of(text: str) -> str:
    """Give the code of a currency however it is called, or the sign that several share; what is unknown as it is
    written.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return named_currency(plain) or plain.upper()


def may_be(said: str, currency: str) -> bool:
    """Whether what is said of a currency may mean this one: its code, a sign that it shares, or nothing at all."""
    return said in ("", currency) or currency in SHARED.get(said, ())


def named_beside(name: str) -> str:
    """Give the currency that a column of amounts has in its name, as in ``Amount (USD)`` and ``Belopp kr``."""
    beside = (word for word in BETWEEN.split(name)[1:] if word)
    within = (found.strip().upper() for found in BRACKETS.findall(name) if found.strip().upper() in CODES)
    return next((said for word in beside if (said := named_currency(word))), "") or next(within, "")


def named_above(rows: Iterable[list[str]]) -> str:
    """Give the currency of the account that stands above the columns' names, as in ``Account currency;EUR``."""
    for row in rows:
        cells = [word for at in range(len(row)) for word in re.split(r"[:=]", cell(row, at)) if word.strip()]
        for at, text in enumerate(cells):
            if _names_a_currency(text):
                beside = [*text.split()[1:], *(cells[at + 1 : at + 2])]
                if said := next((said for word in beside if (said := named_currency(word.strip()))), ""):
                    return said
    return ""


def joined(said: Sequence[str]) -> str:
    """Give the currency that several places of a file tell, the nearest to the line first. A sign that several
    currencies share is the one that another place names of them.
    """
    first, *others = list(filter(None, said)) or [""]
    return next((code for code in others if code != first and may_be(first, code)), first)


def _names_a_currency(text: str) -> bool:
    said = words.fold(text)
    return any(f" {word} " in f" {said} " or (len(word) > SHORT and word in said) for word in NAMES)
