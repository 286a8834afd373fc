"""A real mail server on the loopback: it takes what it gets, and can be told to misbehave as servers do."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Sink:
    """What a server took, and how it behaves towards whom."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}
        """Recipient → what the server answers instead of taking the mail, such as ``550 No such user``."""
        self.hangs_on: set[str] = set()
        self.dies_on: set[str] = set()
        """Recipients at whose mail the connection breaks, once each."""

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        to = set(envelope.rcpt_tos)
        if to & self.hangs_on:
            await asyncio.sleep(60)
        if to & self.dies_on:
            self.dies_on -= to
            server.transport.abort()
            return "451 Gone"
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def taken_by(self) -> list[str]:
        """Who got mail, in the order of their addresses."""
        return sorted(mail["To"] for mail in self.taken)


@contextmanager
def listening() -> Iterator[tuple[Sink, str]]:
    """Run a server; give it and its address as ``MAIL_URL`` spells it."""
    with socket.create_server(("127.0.0.1", 0)) as asked:
        port = asked.getsockname()[1]
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, f"smtp://127.0.0.1:{port}?tls=0"
    finally:
        controller.stop()
