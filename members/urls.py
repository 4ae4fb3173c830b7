from __future__ import annotations

from django.urls import path

from members.views import choosing

app_name = "members"

urlpatterns = [
    path("home/choose/", choosing.choose_member, name="choose-member"),
]
