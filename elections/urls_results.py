"""Addresses of results, files and the public board."""

from django.urls import path, re_path

from elections.views import results

urlpatterns = [
    path("elections/<slug:slug>/results/", results.show_results, name="show-results"),
    path(
        "elections/<slug:slug>/results/bundle.zip", results.download_bundle, name="download-bundle"
    ),
    path("elections/<slug:slug>/results/<int:number>/", results.show_count, name="show-count"),
    path(
        "elections/<slug:slug>/results/<int:number>/counts/<slug:count>/",
        results.show_other_count,
        name="show-other-count",
    ),
    path(
        "elections/<slug:slug>/results/<int:number>/pictures/<slug:name>.svg",
        results.download_picture,
        name="download-picture",
    ),
    re_path(
        r"^elections/(?P<slug>[-\w]+)/results/(?P<number>[0-9]{1,5})/count\.(?P<kind>blt|csv|xlsx|json)$",
        results.download_count,
        name="download-count",
    ),
    path(
        "elections/<slug:slug>/manifest.json", results.download_manifest, name="download-manifest"
    ),
    path("elections/<slug:slug>/board/", results.show_board, name="show-board"),
    path(
        "elections/<slug:slug>/board/<str:prefix>/", results.show_board_page, name="show-board-page"
    ),
]
