"""What is refused to a station, to whoever signs in there, and to whoever describes one."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CODE = _("Have a new code shown in the office: Setup, Stations.")

STATIONS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "bad_station": (_("A station is not described so."), _("Correct what is listed.")),
    "station_exists": (
        _("There is a station of this code already."),
        _("Choose another code, or open the station that is there."),
    ),
    "unknown_station": (_("There is no such station."), _("Choose one of the list of stations.")),
    "invitation_not_valid": (
        _("This enrolment code was used already, or has expired."),
        _CODE,
    ),
    "station_not_enrolled": (_("This device is not enrolled as a station."), _CODE),
    "station_revoked": (_("This device was ended as a station."), _CODE),
    "not_from_a_panel": (
        _("Only the panel's own page may ask this."),
        _("Open /panel/ on the device."),
    ),
    "unknown_badge": (
        _("This badge is nobody's who works here."),
        _("Scan your badge again, or have it looked at in the office."),
    ),
    "weak_pin": (
        _("A PIN has 4 to 12 digits, not all alike and not one after another."),
        _("Choose another one."),
    ),
    "pins_differ": (_("The two PINs are not the same."), _("Type the same one twice.")),
    "pin_not_set": (
        _("No PIN was given to this person."),
        _("Ask a quality manager or an administrator to set one in the office."),
    ),
    "wrong_pin": (
        _("This PIN is wrong."),
        _("Type it again; ask for a new one if you forgot it."),
    ),
    "pin_blocked": (
        _("The PIN was wrong too often."),
        _("Wait, or ask a quality manager or an administrator for a new PIN."),
    ),
    "not_signed_in_here": (
        _("This person is not signed in at this station."),
        _("Scan your badge and type your PIN."),
    ),
}
"""By the code of the error."""
