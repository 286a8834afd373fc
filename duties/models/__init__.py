"""What is owed, and what people are told about it."""

from duties.models.notices import CalendarFeed, Delivery, Letter, Notice
from duties.models.owed import Discharge, Duty

__all__ = ["CalendarFeed", "Delivery", "Discharge", "Duty", "Letter", "Notice"]
