"""The addresses of accounts, of tokens, and of one's own account."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.accounts import keys, listing, own, page

patterns = [
    path("accounts/", listing.show, name="accounts"),
    path("accounts/new/", listing.new, name="account-new"),
    path("accounts/who/<str:name>/", page.show, name="account"),
    path("accounts/changes/", listing.register, name="access-changes"),
    path("accounts/tokens/", keys.show, name="tokens"),
    path("accounts/tokens/revoke/", keys.revoke, name="token-revoke"),
    path("account/", own.show, name="own-account"),
    path("forgotten/", own.forgot, name="forgotten"),
    path("new-password/<str:token>/", own.new_password, name="new-password"),
]
