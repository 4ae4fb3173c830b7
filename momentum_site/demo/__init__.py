"""The demo: invented members, and one election in each phase."""

from momentum_site.demo.people import people_text

__all__ = ["people_text"]
