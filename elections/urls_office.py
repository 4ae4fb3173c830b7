"""Addresses of the office."""

from django.urls import include, path, re_path

from elections.views.office import (
    acts,
    amending,
    documents,
    files,
    home,
    mail,
    nominations,
    papers,
    record,
    roll,
    setup,
)

_election = [
    path("", setup.office_election, name="office-election"),
    path("edit/", setup.edit_election, name="edit-election"),
    path("timetable/", setup.edit_timetable, name="edit-timetable"),
    path("contests/new/", setup.add_contest, name="add-contest"),
    path("contests/<int:number>/", setup.edit_contest, name="edit-contest"),
    path("contests/<int:number>/remove/", setup.remove_contest, name="remove-contest"),
    path("notice/", setup.publish_notice, name="publish-notice"),
    path("nominations/", nominations.list_nominations, name="list-nominations"),
    path("nominations/<int:number>/", nominations.decide_nomination, name="decide-nomination"),
    path("nominations/<int:number>/strike/", nominations.strike_passage, name="strike-passage"),
    path("rehearse/", acts.rehearse_election, name="rehearse-election"),
    path("extend/", acts.extend_voting, name="extend-voting"),
    path("postpone/", acts.postpone_election, name="postpone-election"),
    path("resume/", acts.resume_election, name="resume-election"),
    path("withdraw/", acts.withdraw_election, name="withdraw-election"),
    path("abandon/", acts.abandon_poll, name="abandon-poll"),
    path("delete/", acts.delete_draft, name="delete-draft"),
    path("documents/", documents.list_documents, name="office-documents"),
    path("documents/add/", documents.add_document, name="add-document"),
    path("documents/<int:number>/", documents.change_document, name="change-document"),
    path("papers/", papers.fix_papers, name="fix-papers"),
    path("papers/take-back/", papers.take_proposal_back, name="take-proposal-back"),
    path("roll/", record.show_roll, name="show-roll"),
    path("roll/find/", roll.find_for_roll, name="find-for-roll"),
    path("roll/<int:number>/", roll.show_roll_member, name="show-roll-member"),
    path("roll/<int:number>/papers/", roll.correct_papers, name="correct-papers"),
    path("roll/<int:number>/address/", roll.correct_address, name="correct-address"),
    path("roll/<int:number>/code/", roll.replace_code, name="replace-code"),
    path("roll/<int:number>/remove/", roll.take_off_roll, name="take-off-roll"),
    path("lists/<int:number>/", roll.edit_list, name="edit-list"),
    path("mail/", mail.mail_progress, name="mail-progress"),
    path("mail/<slug:kind>/progress.json", mail.mail_progress_json, name="mail-progress-json"),
    path("mail/messages/", mail.list_messages, name="list-messages"),
    path("mail/again/", mail.send_failed_again, name="send-failed-again"),
    path("mail/reminder/", mail.send_reminder, name="send-reminder"),
    path("result/", papers.declare_result, name="declare-result"),
    path("result/left/", amending.record_left, name="record-left"),
    path("result/<int:number>/", amending.choose_amendment, name="choose-amendment"),
    path("result/<int:number>/<slug:way>/", amending.amend_result, name="amend-result"),
    path("audit/", record.show_audit, name="show-audit"),
    path("files/", files.list_files, name="list-files"),
    re_path(
        r"^files/(?P<name>[a-z]{1,20})\.(?P<kind>csv|xlsx)$", files.export_list, name="export-list"
    ),
]

urlpatterns = [
    path("office/", home.office_home, name="office-home"),
    path("office/elections/", home.office_elections, name="office-elections"),
    path("office/elections/new/", setup.create_election, name="create-election"),
    path("office/elections/<slug:slug>/", include(_election)),
    path("office/audit/", record.show_audit, name="show-audit"),
    path("office/processes/", home.show_heartbeats, name="show-heartbeats"),
]
