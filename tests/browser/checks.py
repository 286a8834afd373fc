"""What every page must be: quiet in the console, open to everybody, and no wider than its screen."""

from playwright.sync_api import ConsoleMessage, Page

from tests.browser.chromium import ROOT

WIDTHS = {"phone": 390, "desk": 1440}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def watch(page: Page) -> None:
    """Note every console error and uncaught exception of the page from now on.

    Whoever sends a form while a part of it is still being fetched breaks that off; htmx writes down that it was.
    """
    page.faults = []
    page.on("console", lambda line: page.faults.append(line.text) if _is_fault(line) else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))


def _is_fault(line: ConsoleMessage) -> bool:
    return line.type == "error" and not line.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))


def assert_clean(page: Page) -> None:
    """Hold the page, as it stands, against the three promises, on a phone and on a desk."""
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        assert not overflowing(page), f"{page.url} scrolls sideways on a {name}: {overflowing(page)}"
        assert not violations(page), f"{page.url} on a {name}:\n" + "\n".join(violations(page))
    assert not page.faults, f"{page.url} complains in the console: {page.faults}"


def overflowing(page: Page) -> list[str]:
    """Return the elements that stick out of the page at the right, if the page scrolls sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
    )


def small_targets(page: Page) -> list[str]:
    """Return the controls that a finger would miss: lower than 44 pixels, themselves and the label around them."""
    return page.evaluate(
        """() => [...document.querySelectorAll("button, .btn, select, summary, input:not([type=hidden]), .tabs a")]
        .filter(e => { const box = (e.closest("label, .form-check") ?? e).getBoundingClientRect();
                       return box.width > 4 && box.height > 4 && box.height < 43.5; })
        .map(e => e.outerHTML.slice(0, 120))"""
    )


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line for each place."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, rules).then(result => result.violations)", RULES)
    return [f"{each['id']}: {each['help']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
