"""The sentences of an answer to "why", as a quality manager would repeat them.

In the language and the time zone that are active: pages have the reader's, the command and the
interface for programs English and UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gozinto.trace.reasons.followed import Followed

Words = Mapping[str, str | Promise]

WIDTHS: Words = {
    "proven": gettext_lazy("Proven"),
    "recorded": gettext_lazy("Recorded"),
    "possible": gettext_lazy("Possible"),
}
CERTAINTIES: Words = {
    "scanned": gettext_lazy("scanned"),
    "measured": gettext_lazy("measured"),
    "declared": gettext_lazy("declared"),
    "interval": gettext_lazy("interval"),
    "inferred": gettext_lazy("inferred"),
    "unknown": gettext_lazy("unknown"),
}
IN_IT: Words = {
    "proven": gettext_lazy(
        "%(what)s is in %(thing)s, whatever really happened within the doubts of the record."
    ),
    "recorded": gettext_lazy("%(what)s is in %(thing)s, as it was recorded."),
    "possible": gettext_lazy("%(what)s may be in %(thing)s."),
}
NOT_IN_IT: Words = {
    "proven": gettext_lazy("It is not proven that %(what)s is in %(thing)s."),
    "recorded": gettext_lazy("By the record %(what)s is not in %(thing)s."),
    "possible": gettext_lazy("%(what)s cannot be in %(thing)s."),
}
OUT_OF_ORDER: Words = {
    "exact": gettext_lazy("%(then)s That was %(by)s before this: %(first)s"),
    "proven": gettext_lazy(
        "%(then)s It is not certain that this came before it; %(by)s are open: %(first)s"
    ),
    "possible": gettext_lazy("%(then)s Even at its latest that was %(by)s before this: %(first)s"),
}
NOT_THERE: Words = {
    "exact": gettext_lazy("%(mounted)s It was not there by %(by)s when this happened: %(made)s"),
    "proven": gettext_lazy(
        "%(mounted)s It is not certain that it was there when this happened;"
        " %(by)s are open: %(made)s"
    ),
    "possible": gettext_lazy(
        "%(mounted)s At no time that the record allows was it there when this happened,"
        " by %(by)s: %(made)s"
    ),
}


def link(one: Followed) -> str:
    """One link as a sentence: what went where, when, and how that is known."""
    said = {
        "what": one.number,
        "run": one.run,
        "slot": one.slot,
        "certainty": str(CERTAINTIES[one.certainty]),
    }
    if one.is_mounted:
        return _mounted(one, said)
    said["when"] = _when(one.at, one.earliest, one.last_on)
    if one.role == "output":
        return _("%(what)s came out of %(run)s, %(when)s (%(certainty)s).") % said
    if one.slot:
        return _("%(what)s went into %(run)s as %(slot)s, %(when)s (%(certainty)s).") % said
    return _("%(what)s went into %(run)s, %(when)s (%(certainty)s).") % said


def _mounted(one: Followed, said: dict[str, str | None]) -> str:
    said["slot"] = one.slot or one.position or "–"
    said["on"] = _when(one.at, one.earliest, one.last_on)
    if one.off is None or one.first_off is None or one.latest is None:
        return _("%(what)s is mounted at %(run)s as %(slot)s since %(on)s (%(certainty)s).") % said
    said["off"] = _when(one.off, one.first_off, one.latest)
    return (
        _("%(what)s was mounted at %(run)s as %(slot)s from %(on)s until %(off)s (%(certainty)s).")
        % said
    )


def _when(at: datetime, first: datetime, last: datetime) -> str:
    if first == last:
        return moment(at)
    return _("%(at)s [some time from %(first)s to %(last)s]") % {
        "at": moment(at),
        "first": moment(first),
        "last": moment(last),
    }


def moment(at: datetime) -> str:
    """A time of the zone that is active; UTC is named, for nobody's clock shows it."""
    local = timezone.localtime(at)
    return f"{local:%Y-%m-%d %H:%M:%S}{' UTC' if local.tzname() == 'UTC' else ''}"


def duration(by: timedelta) -> str:
    """A span of time in the two units that matter."""
    seconds = by.total_seconds()
    if seconds < 1:
        return _("less than a second")
    minutes, hours = seconds // 60, seconds // 3600
    if hours >= 48:
        days = int(hours // 24)
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if hours >= 1:
        return _("%(h)d h %(min)d min") % {"h": hours, "min": minutes % 60}
    if minutes >= 1:
        return _("%(min)d min %(s)d s") % {"min": minutes, "s": seconds % 60}
    return _("%(s)d s") % {"s": seconds}


def in_it(width: str, *, what: str, thing: str, is_in: bool) -> str:
    """The answer in one sentence."""
    return str((IN_IT if is_in else NOT_IN_IT)[width]) % {"what": what, "thing": thing}


def out_of_order(then: Followed, first: Followed, *, width: str, by: timedelta) -> str:
    """`then` should have come after `first`, and did not, or not for certain."""
    is_exact = then.is_exact and first.is_exact
    return str(OUT_OF_ORDER["exact" if is_exact or width == "recorded" else width]) % {
        "then": link(then),
        "first": link(first),
        "by": duration(by),
    }


def not_there(mounted: Followed, made: Followed, *, width: str, by: timedelta) -> str:
    """What was mounted was not at work when this was made, or not for certain."""
    is_exact = mounted.is_exact and made.is_exact
    return str(NOT_THERE["exact" if is_exact or width == "recorded" else width]) % {
        "mounted": link(mounted),
        "made": link(made),
        "by": duration(by),
    }


def filled(entry: Followed, unit: Followed, *, own: str) -> str:
    """The unit fills a slot itself."""
    said = {"unit": unit.number, "entry": entry.number, "slot": entry.slot, "own": own}
    if own:
        return (
            _(
                "%(unit)s has its own %(slot)s, %(own)s; so %(entry)s, which its job took as"
                " %(slot)s, is not in it."
            )
            % said
        )
    return (
        _("%(unit)s has its own %(slot)s; so %(entry)s, which its job took, is not in it.") % said
    )


def elsewhere(entry: Followed, unit: Followed) -> str:
    """It was mounted at another machine or in another cavity than the unit came out of."""
    return _("%(entry)s was mounted in %(there)s; %(unit)s came out of %(here)s of %(run)s.") % {
        "entry": entry.number,
        "there": entry.position or entry.run,
        "unit": unit.number,
        "here": unit.position or "–",
        "run": unit.run,
    }


def unsure(one: Followed) -> str:
    """What is not known well of a link."""
    said = {"what": one.number, "run": one.run}
    if one.certainty == "unknown":
        return _("Whether %(what)s took part in %(run)s is not known.") % said
    if one.certainty == "inferred":
        return _("That %(what)s took part in %(run)s was reckoned, and not scanned.") % said
    said["first"], said["last"] = moment(one.earliest), moment(one.last_on)
    if one.earliest == one.last_on and one.first_off and one.latest:
        said["first"], said["last"] = moment(one.first_off), moment(one.latest)
        return (
            _("When %(what)s was taken off %(run)s is only known to be from %(first)s to %(last)s.")
            % said
        )
    return (
        _("When %(what)s took part in %(run)s is only known to be from %(first)s to %(last)s.")
        % said
    )


def dead_end(one: Followed) -> str:
    """A run of which nothing is known on the other side."""
    if one.role == "input":
        return _("%(link)s Nothing is on record as having come out of it.") % {"link": link(one)}
    return _("%(link)s Nothing is on record as having gone into it.") % {"link": link(one)}


def no_history(one: Followed) -> str:
    """Each step could be, and all of them together could not."""
    return _("%(link)s Each step could be, but no course of events puts all of them in order.") % {
        "link": link(one)
    }


def apart(what: str, *, thing: str, gave_up: bool) -> str:
    """Nothing connects the two."""
    if gave_up:
        return _("Nothing near connects %(what)s with %(thing)s; farther was not looked.") % {
            "what": what,
            "thing": thing,
        }
    return _("Nothing on record connects %(what)s with %(thing)s.") % {
        "what": what,
        "thing": thing,
    }


def instead(material: str, *, thing: str, numbers: str) -> str:
    """What the thing has of the same material."""
    return _("Of %(material)s, %(thing)s has %(numbers)s instead.") % {
        "material": material,
        "thing": thing,
        "numbers": numbers,
    }


def too_late(one: Followed, *, asked: datetime) -> str:
    """It happened after the moment asked for."""
    return _("%(link)s That was after the moment asked for, %(asked)s.") % {
        "link": link(one),
        "asked": moment(asked),
    }


def not_known_yet(one: Followed, *, recorded: datetime, asked: datetime) -> str:
    """It was recorded after the moment whose knowledge is asked for."""
    return _(
        "%(link)s It was recorded at %(recorded)s, and what was known at %(asked)s was asked for."
    ) % {"link": link(one), "recorded": moment(recorded), "asked": moment(asked)}


def cut_off() -> str:
    """The answer met its limit."""
    return _("The answer was cut at its limit before it came there; ask about fewer objects.")


def itself(number: str, *, of: str) -> str:
    """It is what was asked about, by itself or as a part of that."""
    if number == of:
        return _("%(number)s is what was asked about.") % {"number": number}
    return _("%(number)s belongs to %(of)s, which was asked about.") % {"number": number, "of": of}


def other_width(width: str, *, adds: bool, because: str) -> str:
    """What another width says, and why."""
    said = {"width": str(WIDTHS[width]), "because": because}
    if adds:
        return _("%(width)s adds it: %(because)s") % said
    return _("%(width)s leaves it out: %(because)s") % said


REASONS: Words = {
    "wide_time": gettext_lazy("when %(subject)s took part is only known to an interval"),
    "inferred_link": gettext_lazy("%(subject)s was reckoned, and not scanned"),
    "unknown_link": gettext_lazy("whether %(subject)s took part is not known"),
    "doubtful_slot": gettext_lazy("what filled the slot of %(subject)s was not scanned"),
}


def reason(code: str, *, subject: str, events: int, pieces: int, is_saving: bool) -> str:
    """What keeps two widths apart, how often it happened, and what scanning it would have done."""
    said = {
        "what": str(REASONS[code]) % {"subject": subject},
        "times": ngettext("%(n)d event", "%(n)d events", events) % {"n": events},
    }
    if is_saving:
        said["gain"] = ngettext(
            "scanning it would have saved %(n)d piece",
            "scanning it would have saved %(n)d pieces",
            pieces,
        ) % {"n": pieces}
    else:
        said["gain"] = ngettext(
            "scanning it would have proven %(n)d piece",
            "scanning it would have proven %(n)d pieces",
            pieces,
        ) % {"n": pieces}
    return _("%(what)s (%(times)s); %(gain)s") % said


def left_open() -> str:
    """Some doubt of the record that is no link's own."""
    return _("the record leaves open which units of a lot it was.")
