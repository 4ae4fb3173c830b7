"""A whole election played on the real site: HTTP, Celery, SMTP, and a short timetable."""
