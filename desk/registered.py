"""What the desk registers for the rooms below."""

from desk import tokens
from desk.calendar import feed
from desk.verbs import EVENTS, VERBS
from registry.consequences import CREDENTIAL_REVOKERS
from registry.sentences import SENTENCES

CREDENTIAL_REVOKERS.add("tokens", tokens.revoke_all)
CREDENTIAL_REVOKERS.add("calendar feed", feed.renew)

for name, verb in VERBS.items():
    SENTENCES.add(name, verb.past)
for name, sentence in EVENTS.items():
    SENTENCES.add(name, sentence)
