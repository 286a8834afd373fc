"""Settings of a server that a test starts: the product's own, on the test's database and in its world's time."""

import os
from datetime import datetime

import time_machine

from config.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]  # noqa: F405
STATIC_ROOT = VAR / "served"  # noqa: F405
time_machine.travel(datetime.fromisoformat(os.environ["SERVED_AT"])).start()
