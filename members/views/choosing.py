"""A mailbox that several members share asks which of them is here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members import access
from members.forms import ChooseMemberForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choose_member(request: HttpRequest) -> HttpResponseBase:
    if access.signed_in_user(request) is None:
        return redirect_to_login(request.get_full_path())
    choices = access.acting_choices(request)
    if not choices and access.roles_held(request):
        return HttpResponseRedirect(access.office_url())
    if not choices:
        return render(request, "members/not_on_the_list.html")
    if len(choices) == 1:
        return HttpResponseRedirect(_onward(request))
    form = ChooseMemberForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        acting=access.acting_member(request),
    )
    if request.method == "POST" and form.is_valid():
        access.act_as(request, form.cleaned_data["member"])
        messages.success(
            request, _("You are acting as %(name)s.") % {"name": form.cleaned_data["member"].name}
        )
        return HttpResponseRedirect(_onward(request))
    status = 422 if form.is_bound else 200
    return _page(request, form, status)


def _page(request: HttpRequest, form: ChooseMemberForm, status: int) -> HttpResponse:
    page = {"form": form, "next": _next(request)}
    return render(request, "members/choose_member.html", page, status=status)


def _next(request: HttpRequest) -> str:
    """Where the person was going; an address of another site is dropped."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


def _onward(request: HttpRequest) -> str:
    return _next(request) or access.home_url()
