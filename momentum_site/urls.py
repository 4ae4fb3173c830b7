"""Every address of the site. The rooms keep their own; this joins them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from momentum_site import views, views_held, views_help

handler403 = views.refused
handler404 = views.not_found

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views_help.show_guide, name="help"),
    path("help/<path:page>/", views_help.show_guide, name="guide"),
    path("home/held-about-you/", views_held.show_held, name="held-about-you"),
    path("home/held-about-you.zip", views_held.take_held, name="take-held-about-you"),
    path("", include("members.urls_account")),
    path("", include("members.urls")),
    path("", include("slates.urls")),
    path("", include("hustings.urls")),
    path("", include("elections.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEMO or settings.DEBUG:
    from momentum_site import demo_mail, views_look
    from momentum_site.demo.views import show_people

    urlpatterns += [
        path("look/", views_look.look, name="look"),
        path("demo/mail/", demo_mail.list_mail, name="list-mail"),
        path("demo/mail/<str:name>/", demo_mail.show_mail, name="show-mail"),
        path("demo/people/", show_people, name="show-people"),
    ]
