"""The timetable: what runs by itself, and when (UTC). Every task may run twice, late, or after months of silence.

An entry reads ``"what it does": {"task": "app.tasks.name", "schedule": crontab(hour=…, minute=…)}``.
"""

from celery.schedules import crontab  # noqa: F401

TIMETABLE: dict[str, dict] = {}
