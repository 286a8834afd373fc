"""Whose request it is: the entry that our outermost proxy wrote, and nothing that was sent."""

from web.clients import address_of

PEER = "10.0.0.9"
CASES = [
    # proxies, X-Forwarded-For, the socket's address → the client
    (0, "203.0.113.5", PEER, PEER),
    (0, None, "", "127.0.0.1"),
    (1, "203.0.113.5", PEER, "203.0.113.5"),
    (1, "1.1.1.1, 2.2.2.2,203.0.113.5", PEER, "203.0.113.5"),
    (2, "1.1.1.1, 203.0.113.5, 10.0.0.8", PEER, "203.0.113.5"),
    (2, "203.0.113.5", PEER, PEER),
    (1, None, PEER, PEER),
    (1, "", "", "127.0.0.1"),
    (1, "203.0.113.5", "", "203.0.113.5"),
    (1, "unknown", PEER, PEER),
    (1, "1.1.1.1, <script>", PEER, PEER),
    (1, "1.1.1.1,", PEER, PEER),
    (1, "203.0.113.5:51234", PEER, "203.0.113.5"),
    (1, "[2001:DB8::0:1]:51234", PEER, "2001:db8::1"),
    (1, "2001:db8::1", PEER, "2001:db8::1"),
    (1, "fe80::1%eth0", PEER, "fe80::1"),
    (1, "::ffff:203.0.113.5", PEER, "203.0.113.5"),
    (0, None, "::ffff:203.0.113.5", "203.0.113.5"),
    (1, "\u0661.1.1.1", PEER, PEER),
    (1, "[::1", PEER, "::1"),
    (3, ",,", PEER, PEER),
]


def test_fu_s4_the_client_is_the_address_that_a_trusted_proxy_saw():
    wrong = []
    for proxies, forwarded, peer, right in CASES:
        environ = {"REMOTE_ADDR": peer} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
        if address_of(environ, proxies) != right:
            wrong.append((proxies, forwarded, peer, address_of(environ, proxies)))

    assert wrong == []
