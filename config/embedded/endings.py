"""How a program ended: its exit code or signal, and the error that it wrote since its start, if any."""

import re
import signal

TRACEBACK = "Traceback (most recent call last):"
CHAINED = ("During handling of the above exception", "The above exception was the direct cause")
SURVIVED = re.compile(r"\d{4}-\d\d-\d\d \S+ (ERROR|WARNING) |Exception (ignored )?in ")
"""Above a traceback: the program told a fault and went on, such as a page that answered 500."""
COMPLAINT = re.compile(r".*(\b(FATAL|PANIC|CRITICAL|Fatal)\b|\[ERROR\])|(\S+: )?([Ee]rror|fatal)\b")
CLOSING = re.compile(r".*(Shutting down|Worker exiting|Worker \(pid:\d+\) |Reason: )")
"""What gunicorn says once it is over, whatever the reason."""
ACCESS = re.compile(r'.*"[A-Z]+ \S+ HTTP/[\d.]+" \d{3} ')
FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
"""Signals that somebody sends: nothing in the log is their cause."""


def described(code: int | None, said: str) -> str:
    """Say how a program ended that wrote ``said`` since its start: "ended with exit code 1: KeyError: 'x'"."""
    if code is None:
        return f"is still running; {_last_line(said)}"
    error = last_error(said)
    if code >= 0:
        return f"ended with exit code {code}: {error}" if error else f"ended with exit code {code}; {_last_line(said)}"
    name = _name_of(-code)
    if -code not in FROM_OUTSIDE:
        return f"crashed ({name}): {error}" if error else f"crashed ({name})"
    return f"was killed ({name})" + (
        ": by hand, or by the system when memory ran out" if code == -signal.SIGKILL else ""
    )


def last_error(said: str) -> str:
    """Find the last error that a program did not survive; a traceback's last line stands for all of it."""
    error = above = ""
    inside = survived = False
    for line in filter(str.strip, said.splitlines()):
        if line.startswith(TRACEBACK):
            inside, survived = True, bool(SURVIVED.match(above)) or (survived and above.startswith(CHAINED))
        elif inside and not line[0].isspace():
            inside = False
            error = error if survived else line
        elif not inside and _is_complaint(line):
            error = line
        above = line
    return error.strip()


def _is_complaint(line: str) -> bool:
    return bool(COMPLAINT.match(line)) and not any(each.match(line) for each in (SURVIVED, CLOSING, ACCESS))


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip() and not ACCESS.match(line)]
    return f"its last line: {lines[-1]}" if lines else "it wrote nothing"


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
