"""The sheets of an election: contests with one electorate share one."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from elections.models import Election, Electorate, Sheet
from elections.refusal import Refused
from members.models import Region


class Sheets:
    """The sheets that an election has, read once, and those that are added here."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self._known = [
            (sheet, {region.pk for region in sheet.regions.all()})
            for sheet in election.sheets.prefetch_related("regions")
        ]

    def of(self, electorate: str, regions: Collection[Region] = (), list_name: str = "") -> Sheet:
        """The sheet of an electorate, made with the next free number where there is none yet.

        Contests share a list by its name. Raises Refused for the name of another paper.
        """
        wanted = {region.pk for region in regions} if electorate == Electorate.REGION else set()
        title = list_name if electorate == Electorate.LIST else _title_of(electorate, regions)
        is_taken = False
        for sheet, covered in self._known:
            is_of_that_title = sheet.title.casefold() == title.casefold()
            is_named = electorate != Electorate.LIST or is_of_that_title
            if sheet.electorate == electorate and is_named and covered == wanted:
                return sheet
            is_taken = is_taken or is_of_that_title
        if is_taken:
            raise Refused(
                _("Another paper is called “%(title)s”. Give this list another name.")
                % {"title": title}
            )
        return self._add(electorate, title, wanted)

    def _add(self, electorate: str, title: str, regions: set[int]) -> Sheet:
        sheet = Sheet.objects.create(
            election=self.election,
            electorate=electorate,
            title=title,
            number=max((sheet.number for sheet, _regions in self._known), default=0) + 1,
        )
        belongs = Sheet.regions.through
        belongs.objects.bulk_create(belongs(sheet=sheet, region_id=one) for one in regions)
        self._known.append((sheet, regions))
        return sheet


def _title_of(electorate: str, regions: Collection[Region]) -> str:
    """What the paper of an electorate is called."""
    if electorate != Electorate.REGION:
        return str(Electorate(electorate).label)
    return "; ".join(region.name for region in sorted(regions, key=lambda one: one.order))[:200]
