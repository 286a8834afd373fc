"""The timetable: what runs by itself, and when (UTC). Every task may run twice, late, or after months of silence.

An entry reads ``"what it does": {"task": "app.tasks.name", "schedule": crontab(hour=…, minute=…)}``.
"""

from celery.schedules import crontab

TIMETABLE: dict[str, dict] = {
    "end lapsed seats, announce terms that end": {
        "task": "consortium.tasks.look_after_seats",
        "schedule": crontab(hour=1, minute=10),
    },
}
