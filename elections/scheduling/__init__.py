"""Setting an election up, publishing its notice, and changing its timetable."""

from elections.scheduling.acts import Act, acts
from elections.scheduling.addresses import free_slug
from elections.scheduling.by_election import create_by_election
from elections.scheduling.documents import save_document
from elections.scheduling.ending import abandon, delete_draft, withdraw
from elections.scheduling.extending import extend_voting, moved_along
from elections.scheduling.notice import obstacles_to_notice, publish_notice
from elections.scheduling.postponing import (
    faults_of_resuming,
    passed_when_postponed,
    postpone,
    resume,
)
from elections.scheduling.rehearsing import rehearse, staff_without_member
from elections.scheduling.reopening import (
    electors_of,
    obstacles_to_reopening,
    reopen,
    vacancies_of,
    vacant_seats,
)
from elections.scheduling.setting_up import (
    change_election,
    create,
    faults_of_contest,
    faults_of_minima,
    faults_of_national_minima,
    remove_contest,
    require_unlocked,
    save_contest,
    set_national_minima,
)
from elections.scheduling.timetable import (
    LONGEST_EXTENSION,
    change_timetable,
    faults_of_change,
    faults_of_timetable,
    latest_close,
    passed_instants,
    words_for,
)
from elections.scheduling.welsh import switch_welsh_off, switch_welsh_on

__all__ = [
    "LONGEST_EXTENSION",
    "Act",
    "abandon",
    "acts",
    "change_election",
    "change_timetable",
    "create",
    "create_by_election",
    "delete_draft",
    "electors_of",
    "extend_voting",
    "faults_of_change",
    "faults_of_contest",
    "faults_of_minima",
    "faults_of_national_minima",
    "faults_of_resuming",
    "faults_of_timetable",
    "free_slug",
    "latest_close",
    "moved_along",
    "obstacles_to_notice",
    "obstacles_to_reopening",
    "passed_instants",
    "passed_when_postponed",
    "postpone",
    "publish_notice",
    "rehearse",
    "remove_contest",
    "reopen",
    "require_unlocked",
    "resume",
    "save_contest",
    "save_document",
    "set_national_minima",
    "staff_without_member",
    "switch_welsh_off",
    "switch_welsh_on",
    "vacancies_of",
    "vacant_seats",
    "withdraw",
    "words_for",
]
