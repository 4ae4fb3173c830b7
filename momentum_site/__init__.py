"""The only package that knows all the others: settings, addresses, processes, the demo."""

from momentum_site.celery import app as celery_app

__all__ = ["celery_app"]
