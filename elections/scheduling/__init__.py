"""Setting an election up, publishing its notice, and changing its timetable."""

from elections.scheduling.notice import obstacles_to_notice, publish_notice
from elections.scheduling.setting_up import (
    add_contest,
    change_election,
    create,
    faults_of_minima,
    free_slug,
    remove_contest,
    require_unlocked,
    save_contest,
    sheet_for,
)
from elections.scheduling.timetable import (
    change_timetable,
    faults_of_timetable,
    passed_instants,
    words_for,
)

__all__ = [
    "add_contest",
    "change_election",
    "change_timetable",
    "create",
    "faults_of_minima",
    "faults_of_timetable",
    "free_slug",
    "obstacles_to_notice",
    "passed_instants",
    "publish_notice",
    "remove_contest",
    "require_unlocked",
    "save_contest",
    "sheet_for",
    "words_for",
]
