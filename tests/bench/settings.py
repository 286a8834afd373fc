"""The product's settings, plus the reference view and a note on what each answer cost."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.costs.Costs", *MIDDLEWARE]  # noqa: F405
