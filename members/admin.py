"""Reference data in Django's admin."""
