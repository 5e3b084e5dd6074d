"""Second factors in our own look: an app, keys, recovery codes, and how each is asked for."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as AgainByCode
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount.providers.openid_connect import views as company
from django.urls import URLPattern, path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic.base import ContextMixin

from gozinto.access import gate
from gozinto.edges.office import sign_in
from gozinto.edges.office.accounts import own
from gozinto.edges.office.frame import PageView, page

_OWN = reverse_lazy("office:own-account")


class _AsksForKey(ContextMixin):
    """Hands the browser, as JSON, what it has to ask a key; nothing where the account has none."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        (options,) = context.get("js_data", {"": {}}).values()
        asked = options.get("publicKey", {})
        if asked.get("allowCredentials") or "user" in asked:
            context["options"] = json.dumps(options)
        return context


class _SecondStep(_AsksForKey, AuthenticateView):
    template_name = "office/second_step.html"


class _ActivateApp(app.ActivateTOTPView):
    template_name = "office/factor_app.html"


class _RemoveApp(app.DeactivateTOTPView):
    template_name = "office/factor_remove.html"
    success_url = _OWN


class _AddKey(_AsksForKey, keys.AddWebAuthnView):
    template_name = "office/factor_key.html"


class _RemoveKey(keys.RemoveWebAuthnView):
    template_name = "office/factor_remove.html"
    success_url = _OWN


class _Codes(codes.ViewRecoveryCodesView):
    template_name = "office/factor_codes.html"


class _NewCodes(codes.GenerateRecoveryCodesView):
    template_name = "office/factor_codes_new.html"


class _Again(ReauthenticateView):
    template_name = "office/again.html"


class _AgainByCode(AgainByCode):
    template_name = "office/again.html"


class _AgainByKey(_AsksForKey, keys.ReauthenticateWebAuthnView):
    template_name = "office/again.html"


def _own(view: Any) -> PageView:
    """A page of one's own account, of which no browser keeps a copy."""
    return page()(never_cache(view.as_view()))


entrance: list[URLPattern] = [
    path("sign-in/", sign_in.by_name, name="account_login"),
    path("sign-out/", sign_in.out, name="account_logout"),
    path("closed/", sign_in.inactive, name="account_inactive"),
    path("second-step/", gate.public(_SecondStep.as_view()), name="mfa_authenticate"),
    path("passkey/", gate.public(keys.LoginWebAuthnView.as_view()), name="mfa_login_webauthn"),
    path("account/", own.show, name="mfa_index"),
    path("account/", own.show, name="mfa_list_webauthn"),
    path("account/again/", _own(_Again), name="account_reauthenticate"),
    path("account/again/code/", _own(_AgainByCode), name="mfa_reauthenticate"),
    path("account/again/key/", _own(_AgainByKey), name="mfa_reauthenticate_webauthn"),
    path("account/app/", _own(_ActivateApp), name="mfa_activate_totp"),
    path("account/app/remove/", _own(_RemoveApp), name="mfa_deactivate_totp"),
    path("account/key/", _own(_AddKey), name="mfa_add_webauthn"),
    path("account/key/<int:pk>/remove/", _own(_RemoveKey), name="mfa_remove_webauthn"),
    path("account/codes/", _own(_Codes), name="mfa_view_recovery_codes"),
    path("account/codes/new/", _own(_NewCodes), name="mfa_generate_recovery_codes"),
    path("company/refused/", sign_in.refused, name="socialaccount_login_cancelled"),
    path("company/refused/", sign_in.refused, name="socialaccount_signup"),
    path("company/<slug:provider_id>/", gate.public(company.login), name="openid_connect_login"),
    path(
        "company/<slug:provider_id>/back/",
        gate.public(company.callback),
        name="openid_connect_callback",
    ),
    path(
        "account/codes/file/",
        _own(codes.DownloadRecoveryCodesView),
        name="mfa_download_recovery_codes",
    ),
]
"""By the names under which allauth looks for them; each declares who may see it."""
