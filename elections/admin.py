"""Words that make an officer look at a statement, kept by administrators as regions are."""

from __future__ import annotations

from django.contrib import admin

from elections.models import FlaggedWord
from members.admin import ReferenceAdmin


@admin.register(FlaggedWord)
class FlaggedWordAdmin(ReferenceAdmin):
    search_fields = ("word",)
