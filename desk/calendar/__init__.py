"""The calendar: meetings and duties of one person by day, as a page and as a feed for their own calendar."""
