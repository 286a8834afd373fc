"""The cast of the access table: who stands in which relation to the consortium. Knows nothing of the rules."""

PERSONAS: dict[str, str | None] = {
    "anonymous": None,
    "stranger": "stranger",  # signed in, with no part in any consortium
    "elsewhere": "elsewhere",  # the secretary of another consortium
    "guest": "zhu",  # a university researcher, guest of US working groups, without a vote
    "tier4": "haines",  # a company of the lowest tier: every mandate, no seat
    "own_money": "ogawa",  # Toshiba: declares revenue and pays
    "rival_money": "pruitt",  # Seagate: declares revenue and pays
    "own_nominator": "mori",  # Toshiba: nominates; chairs SC-JP
    "tc_us": "rivera",  # an ordinary seat in TC-US
    "tc_us_chair": "okafor",
    "tc_jp": "inoue",
    "sc_us": "nakamura_r",
    "sc_jp": "kato",
    "ec": "sato",  # Toshiba's seat in the EC
    "ec_chair": "adeyemi",
    "secretary": "weaver",
    "finance": "amari",
    "legal": "castellanos",
}
"""Relation → key of a person in the cast of the demonstration."""

OUTSIDE = frozenset({"anonymous", "stranger", "elsewhere"})
KNOWN = frozenset(PERSONAS) - OUTSIDE
OFFICE = frozenset({"secretary", "finance", "legal"})
MEMBERS = KNOWN - OFFICE - {"guest"}
TOSHIBA = frozenset({"own_money", "own_nominator", "tc_jp", "ec"})
EC = frozenset({"ec", "ec_chair"})
SC_US = frozenset({"sc_us"})
SC_JP = frozenset({"sc_jp", "own_nominator"})
TC_US = frozenset({"tc_us", "tc_us_chair"})
TC_JP = frozenset({"tc_jp"})
SEATED = EC | SC_US | SC_JP | TC_US | TC_JP
