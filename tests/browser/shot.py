#!/usr/bin/env python
"""Photograph pages of a running Roundtable: each at two widths, light and dark.

    python -m tests.browser.shot --as sato@example.org --to var/shots /asrc/ /asrc/motions/

Beside ``make demo`` it finds the demonstration's data by itself; ``--data var/own`` looks at your own.
"""

import argparse
import os
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    options = _options()
    os.environ.setdefault("ROUNDTABLE_VAR", str(ROOT / options.data))
    os.environ.setdefault("DEMONSTRATION", "1" if Path(options.data).name == "demo" else "")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    cookie = _session_of(options.person) if options.person else None
    for path, name in _photograph(options, cookie):
        print(f"{path} → {name}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", help="such as /asrc/ or /asrc/motions/3/")
    parser.add_argument("--as", dest="person", help="who looks: an e-mail address, or a post such as secretary")
    parser.add_argument("--address", default=f"http://localhost:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--data", default="var/demo", help="data folder of the running installation")
    parser.add_argument("--to", type=Path, default=Path("var/shots"), help="folder for the pictures")
    parser.add_argument("--widths", default="390,1440")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--fold", action="store_true", help="only what stands above the fold")
    return parser.parse_args()


def _session_of(person: str) -> dict:
    """Sign the person in behind the page, as a cookie."""
    from django.conf import settings
    from django.test import Client

    from consortium.models import Seat
    from parties.models import Person

    client = Client()
    seats = Seat.objects.held().order_by("number")
    client.force_login(Person.objects.get(email=person) if "@" in person else seats.filter(post=person)[0].person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def _photograph(options: argparse.Namespace, cookie: dict | None):
    """Yield each path with the file that shows it."""
    from playwright.sync_api import sync_playwright

    from tests.browser import chromium

    options.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        for width in map(int, options.widths.split(",")):
            for theme in options.themes.split(","):
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
                )
                if cookie:
                    context.add_cookies([cookie | {"url": options.address}])
                page = context.new_page()
                for path in options.paths:
                    page.goto(options.address + path, wait_until="networkidle")
                    name = f"{path.strip('/').replace('/', '-') or 'start'}-{width}-{theme}.png"
                    page.screenshot(path=options.to / name, full_page=not options.fold)
                    yield path, options.to / name
                context.close()


if __name__ == "__main__":
    main()
