"""Lists of the office: each is declared once, and narrowed, sorted, paged and taken the same way."""

from members.listing.shape import (
    WHOEVER_READS,
    Choice,
    Column,
    Day,
    File,
    Filter,
    Listing,
    Rows,
    Search,
)
from members.listing.showing import Heading, ShownList
from members.listing.taking import record, take

__all__ = [
    "WHOEVER_READS",
    "Choice",
    "Column",
    "Day",
    "File",
    "Filter",
    "Heading",
    "Listing",
    "Rows",
    "Search",
    "ShownList",
    "record",
    "take",
]
