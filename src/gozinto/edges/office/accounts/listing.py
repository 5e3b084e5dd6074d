"""All accounts, and a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gozinto.access import accounts, administering, changes
from gozinto.access.roles import ADMINISTRATORS, WATCHERS
from gozinto.edges.office.accounts import forms
from gozinto.edges.office.accounts.wording import role_words, told
from gozinto.edges.office.frame import page
from gozinto.errors import GozintoError


@page(roles=ADMINISTRATORS)
def show(request: HttpRequest) -> HttpResponse:
    """Every account: who it is, what it may do, when it was last used; `q` narrows them."""
    asked = request.GET.get("q", "").strip()
    found = accounts.listed()
    wanted = [one for one in found if _has(one, asked.casefold())]
    context = {
        "rows": [{"account": one, "roles": role_words(list(one.roles))} for one in wanted],
        "asked": asked,
        "closed": sum(not one.is_open for one in found),
        "total": len(found),
    }
    return render(request, "office/accounts.html", context)


def _has(one: accounts.Account, text: str) -> bool:
    words = (one.name, one.full_name, one.person, *one.roles)
    return not text or any(text in word.casefold() for word in words)


@page(roles=ADMINISTRATORS)
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new account; on POST, the account."""
    given = {name: request.POST.get(name, "") for name in ("name", "full_name", "email", "person")}
    context: dict[str, Any] = {
        "given": given,
        "chosen": request.POST.getlist("role"),
        "roles": forms.ROLES,
        "people": accounts.people(),
    }
    if request.method != "POST":
        return render(request, "office/account_new.html", context)
    try:
        user = administering.create(
            **given, roles=request.POST.getlist("role"), by=forms.doer(request)
        )
    except GozintoError as error:
        return forms.shown_again(request, "office/account_new.html", context, error)
    forms.done(request, _("The account is there. Make a link, so that its owner can sign in."))
    return redirect("office:account", name=user.get_username())


@page(roles=WATCHERS)
def register(request: HttpRequest) -> HttpResponse:
    """Who changed what about access: newest first; `of` one account or token, `before` a number."""
    about, before = request.GET.get("of", "")[:150], request.GET.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 19 else 0
    found = changes.listed(about=about.replace("\0", ""), before=number)
    context = {
        "rows": [told(one) for one in found],
        "about": about,
        "older": found[-1].pk if len(found) == changes.MOST else 0,
    }
    return render(request, "office/access_changes.html", context)
