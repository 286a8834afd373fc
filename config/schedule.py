"""The timetable: what runs by itself, and when (UTC). Every task may run twice, late, or after months of silence.

An entry reads ``"what it does": {"task": "app.tasks.name", "schedule": crontab(hour=…, minute=…)}``.
"""

from celery.schedules import crontab

TIMETABLE: dict[str, dict] = {
    "answer the bell": {
        "task": "desk.tasks.answer_bell",
        "schedule": crontab(),
    },
    "bundle notices and send mail": {
        "task": "duties.tasks.deliver",
        "schedule": crontab(minute="*/5"),
    },
    "close votes at their deadline": {
        "task": "consortium.tasks.close_votes",
        "schedule": crontab(),
    },
    "forget old answers and sessions": {
        "task": "desk.tasks.tidy_up",
        "schedule": crontab(hour=3, minute=40),
    },
    "seal the journal": {
        "task": "journal.tasks.seal_all",
        "schedule": crontab(minute="*/10"),
    },
    "run the daily jobs: terms, duties, reminders, standing": {
        "task": "desk.daily.run_all",
        "schedule": crontab(minute=20),
    },
}
