"""Every address of the site. The parts are included where their apps keep them."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import import_string

from momentum_site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("admin/", admin.site.urls),
]
for _module in ("members.urls_account", "members.urls", "slates.urls", "elections.urls"):
    if find_spec(_module):
        urlpatterns.append(path("", include(_module)))

if settings.DEMO or settings.DEBUG:
    if find_spec("momentum_site.views_look"):
        urlpatterns.append(
            path("look/", import_string("momentum_site.views_look.look"), name="look")
        )
    if find_spec("momentum_site.demo_mail"):
        urlpatterns += [
            path(
                "demo/mail/", import_string("momentum_site.demo_mail.list_mail"), name="list-mail"
            ),
            path(
                "demo/mail/<str:name>/",
                import_string("momentum_site.demo_mail.show_mail"),
                name="show-mail",
            ),
        ]
