"""Addresses of the voting pages."""

from django.urls import path

from elections.views import voter

urlpatterns = [
    path("v/<int:entry>-<code:code>/", voter.enter_with_code, name="enter-with-code"),
    path("vote/<slug:slug>/", voter.show_paper, name="show-paper"),
    path("vote/<slug:slug>/labour/", voter.declare_labour, name="declare-labour"),
    path("vote/<slug:slug>/check/", voter.check_vote, name="check-vote"),
    path("vote/<slug:slug>/cast/", voter.cast_vote, name="cast-vote"),
    path("vote/<slug:slug>/clear/", voter.clear_device, name="clear-device"),
    path("vote-as-member/<slug:slug>/", voter.vote_election, name="vote-election"),
    path("vote-email/<slug:slug>/", voter.send_link_again, name="send-link-again"),
]
