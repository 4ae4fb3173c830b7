from __future__ import annotations

from django.urls import path

from members.views import choosing, imports, people, same_persons

app_name = "members"

urlpatterns = [
    path("home/choose/", choosing.choose_member, name="choose-member"),
    path("office/members/", people.list_members, name="list-members"),
    path("office/members/to-settle/", people.list_attention, name="list-attention"),
    path("office/members/<int:pk>/", people.show_member, name="show-member"),
    path("office/members/same-persons/", same_persons.list_pairs, name="list-same-persons"),
    path(
        "office/members/same-persons/decided/",
        same_persons.list_decisions,
        name="list-same-person-decisions",
    ),
    path(
        "office/members/<int:pk>/same-person/<int:other>/",
        same_persons.decide_pair,
        name="decide-same-person",
    ),
    path("office/members/<int:pk>/note/", people.add_note, name="add-note"),
    path("office/members/<int:pk>/place/", people.place_member, name="place-member"),
    path("office/imports/", imports.list_imports, name="list-imports"),
    path("office/imports/upload/", imports.upload_import, name="upload-import"),
    path("office/imports/<int:pk>/", imports.show_import, name="show-import"),
    path("office/imports/<int:pk>/columns/", imports.map_import, name="map-import"),
    path("office/imports/<int:pk>/progress.json", imports.import_progress, name="import-progress"),
    path("office/imports/<int:pk>/apply/", imports.apply_import, name="apply-import"),
    path("office/imports/<int:pk>/abandon/", imports.abandon_import, name="abandon-import"),
    path("office/imports/<int:pk>/outcomes/", imports.list_outcomes, name="list-outcomes"),
]
