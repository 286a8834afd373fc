"""What goes wrong on the machine, and what the person at the keyboard can do about it."""


class Trouble(Exception):
    """A fault told in one line: what is wrong and what would help. Never shown with a traceback."""
