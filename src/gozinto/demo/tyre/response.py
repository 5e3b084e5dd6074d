"""What quality does about the leaking tyres: recalls them, puts the cause right, forbids it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from gozinto import record, trace
from gozinto.access.roles import Role
from gozinto.cases import doing, stepping
from gozinto.cases.complaints import claiming
from gozinto.cases.corrective import lines
from gozinto.cases.drills import figures
from gozinto.cases.recalls import notifying
from gozinto.cases.stepping import Signature, Standing, Taking
from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.complaints import QUALITY
from gozinto.demo.tyre.curing import tyre_uri
from gozinto.demo.tyre.materials import TYRE
from gozinto.demo.tyre.presses import asset_uri
from gozinto.demo.tyre.works import Works, lot_uri
from gozinto.plant import objects
from gozinto.record import clock

UPKEEP, PROCESS = "P-9002", "P-9003"
"""Who keeps the machines, and who knows the process, by the plant's files."""
PLANNED_AFTER_DAYS = 15
"""By then every tyre of the story's day has left, and none is back yet."""
ENOUGH = 4
"""So many leaking tyres that could be read make somebody ask what they share."""
SLOW_DAYS = 16
"""So long before the calendar's end the slow loss of air is looked into."""
DRILL_DAYS = 33
"""So long before the calendar's end a recall was rehearsed."""
INTERLOCK = "IL-BLADDER"
BLADDER_URI = asset_uri(truths.BLADDER)


@dataclass(frozen=True, slots=True)
class Known:
    """What the plant knows of its trouble: the complaints by dealer and number, and their tyres;
    the days until the bladder was out of the press, and the days of that campaign since."""

    complaints: tuple[tuple[str, str], ...]
    tyres: tuple[str, ...]
    before: tuple[date, date]
    after: tuple[date, date]


Verb = Callable[..., object]
Row = tuple[int, float, str, Verb, Sequence[Any]]
"""So many work days after the row before, at what hour, who, does what, told what."""


def plan_on(works: Works, day: date) -> None:
    """Plan all of it, on the day when it is known which tyres of the story's day come back."""
    production = works.plan.production
    if day != production[truths.STORY_DAY].date + timedelta(days=PLANNED_AFTER_DAYS):
        return
    _plan(works, _slow(), calendar.moment(works.plan.until - timedelta(days=SLOW_DAYS), hour=1))
    rehearsed = calendar.moment(works.plan.until - timedelta(days=DRILL_DAYS), hour=1)
    _plan(works, _drill(lot_uri(TYRE, works.truths.curing_lot)), rehearsed)
    back = sorted((one for one in works.back if one.serial), key=lambda one: one.at)[:ENOUGH]
    if not back:
        return  # nobody could know
    first = [one.date for one in production if one.campaign == 0]
    told = Known(
        tuple((one.dealer, one.note) for one in back),
        tuple(tyre_uri(one.serial) for one in back),
        (first[0], first[truths.STORY_DAY]),
        (first[truths.STORY_DAY + 1], first[-1]),
    )
    _plan(works, [*_recall(told), *_action(told)], back[-1].at)


def _plan(works: Works, rows: Sequence[Row], since: datetime) -> None:
    day = since.date()
    for days, hour, by, verb, told in rows:
        for _ in range(days):
            day += timedelta(days=1)
            while not calendar.is_work_day(day):
                day += timedelta(days=1)
        works.do(verb, *told, at=calendar.moment(day, hour=hour), by=by)


def _recall(told: Known) -> list[Row]:
    why = "What left with it is to come back; what is here must not leave."
    ask = (
        "Take these tyres off the shelf, and off the car at its next visit. Send them to us; each"
        " is exchanged. At 20 % below its pressure a tyre of these is not driven on."
    )
    return [
        (1, 8.5, QUALITY, _open_recall, (told,)),
        (0, 8.8, QUALITY, _go_on, ("recall", "freeze", {"because": why, "width": "possible"})),
        (0, 8.9, QUALITY, _go_on, ("recall", "stop", {})),
        (0, 9.6, QUALITY, _go_on, ("recall", "notify", {"instruction": ask})),
    ]


def _action(told: Known) -> list[Row]:
    since, until = told.after
    return [
        (0, 10.5, QUALITY, _open_action, ()),
        (0, 11.0, PROCESS, _contain, ()),
        (1, 10.0, QUALITY, _acknowledge, (0,)),
        (1, 14.0, PROCESS, _explain, (told,)),
        (0, 15.0, QUALITY, _plan_line, (UPKEEP, 3, "Count the cycles of every bladder in every"
            " press, and change what is within 20 of its limit")),
        (0, 15.1, QUALITY, _plan_line, (PROCESS, 10, "A bladder that comes out for the cleaning of"
            " its mould goes back only with its cycles read and told")),
        (0, 15.2, QUALITY, _plan_line, (UPKEEP, 15, "Cut up B-317 and look where it folds")),
        (2, 13.0, UPKEEP, _do_line, (0, "Counted at all presses; none was past its limit.")),
        (1, 9.5, QUALITY, _acknowledge, (1,)),
        (2, 9.0, QUALITY, _remind, ()),
        (1, 11.0, PROCESS, _do_line, (1, "Stands in the work instruction of the cleaning.")),
        (4, 10.0, UPKEEP, _do_line, (2, "Cracked where it folds at the shoulder, 1.5 mm"
            " deep. Others begin to at 385 cycles.")),
        (1, 9.0, QUALITY, _carry_out, (20,)),
        (20, 10.0, QUALITY, _go_on, ("action", "verify", {
            "because": "Since the bladder was taken out of the press no tyre of that campaign came"
            " back with a liner that leaks at the shoulder.",
            "counted": "complaints", "of_units": "made", "material": TYRE, "defect": "RT-LEAK",
            "before_from": told.before[0].isoformat(), "before_to": told.before[1].isoformat(),
            "after_from": since.isoformat(), "after_to": until.isoformat(),
        })),
        (0, 10.5, QUALITY, _go_on, ("action", "forbid", {
            "because": "Nobody has to remember it: the press asks.",
            "interlock": INTERLOCK, "name": "No bladder cures past its cycles",
            "condition": "most_cycles", "severity": "block", "asset_kind": "bladder",
            "cycles": str(truths.SAFE_CYCLES),
        })),
        (1, 9.0, QUALITY, _go_on, ("action", "close", {
            "prevention": "The interlock holds at every press, for every bladder.",
        })),
    ]  # fmt: skip


def _slow() -> list[Row]:
    """What is done so far about the tyres that lose air slowly: somebody still has to do it."""
    return [
        (0, 9.0, QUALITY, _open_slow, ()),
        (0, 9.5, PROCESS, _go_on, ("slow", "contain", {
            "containment": "Nothing of the lot is left. Nobody is in danger: a tyre that loses"
            " 11 kPa a month is pumped up.",
        })),
        (1, 14.0, PROCESS, _explain_slow, ()),
        (0, 15.0, QUALITY, _plan_line, (PROCESS, 6, "Agree on 110 % with Halikarnas Butyl, and on"
            " a value for each lot", "slow")),
        (0, 15.1, QUALITY, _plan_line, ("P-1001", 13, "Measure the permeability of the retained"
            " samples of all lots of this year", "slow")),
    ]  # fmt: skip


def _drill(lot: str) -> list[Row]:
    """A recall of one curing lot, rehearsed against the clock."""
    learned = "Nobody answers on the number that we had of one dealer: it is asked for once a year."
    return [
        (1, 9.0, QUALITY, _open_drill, (lot,)),
        (0, 9.1, QUALITY, _go_on, ("drill", "scope", {})),
        (0, 9.4, QUALITY, _call, ()),
        (0, 10.2, QUALITY, _go_on, ("drill", "finish", {"learned": learned})),
    ]


def _taking(by: str, event_id: str, *, signed: Signature = "", **more: Any) -> Taking:
    roles = [Role.QUALITY] if by == QUALITY else [Role.PLANNER]
    request = uuid5(NAMESPACE_URL, event_id)
    return Taking(by=by, roles=roles, request=request, signed=signed, **more)


def _find(case: str) -> Standing:
    """The recall or the action of the bladder, the action of the slow loss, or the drill."""
    if case == "drill":
        return stepping.find(stepping.listed("drill")[0].number)
    uri = truths.HALOBUTYL_URI if case == "slow" else BLADDER_URI
    kind = "recall" if case == "recall" else "action"
    return next(one for one in stepping.about([uri]) if one.kind == kind)


_SIGNED = frozenset({"freeze", "close", "finish"})


def _go_on(case: str, act: str, told: Mapping[str, object], *, by: str, event_id: str) -> None:
    with record.unbuffered():
        taking = _taking(by, event_id, signed="pin" if act in _SIGNED else "")
        doing.take(_find(case).number, act, told=told, taking=taking)


def _shared(tyres: Sequence[str]) -> str:
    """How many of the leaking tyres were cured with the bladder, as the record has it."""
    found = trace.backward_each([objects.resolve(uri) for uri in tyres])
    with_it = sum(
        any(tool.code == truths.BLADDER for one in each.facts.equipment for tool in one.assets)
        for each in found
    )
    return (
        f"{with_it} of {len(found)} tyres that leak at the shoulder were cured with bladder"
        f" {truths.BLADDER}, and so were the ones that are still out."
    )


def _open_recall(told: Known, *, by: str, event_id: str) -> None:
    """The complaint that was enough leads to a recall."""
    with record.unbuffered():
        because = _shared(told.tyres)
        doing.open_case(
            "recall",
            title=f"Tyres cured with bladder {truths.BLADDER}",
            told={"because": because, "width": "possible"},
            taking=_taking(by, event_id, subjects={"origin": [BLADDER_URI]}),
            led_from=claiming.claims(told.complaints)[told.complaints[-1]],
        )


def _acknowledge(turn: int, *, by: str, event_id: str) -> None:
    """Some of the dealers answer; of every three one does not."""
    case = _find("recall")
    for number, (uri, notice) in enumerate(sorted(notifying.newest(case.id).items())):
        if number % 3 == turn:
            sold = len(notice.lines) // 2
            notifying.acknowledge(
                case.number,
                customer=uri,
                who="the service desk",
                answered={"stopped": str(len(notice.lines) - sold), "sold": str(sold)},
                taking=_taking(by, f"{event_id}/{number}"),
            )


def _open_drill(lot: str, *, by: str, event_id: str) -> None:
    with record.unbuffered():
        told = {"purpose": "The yearly one: do we reach everybody within four hours?"}
        taking = _taking(by, event_id, subjects={"origin": [lot]})
        doing.open_case("drill", title="Mock recall of a curing lot", told=told, taking=taking)


def _call(*, by: str, event_id: str) -> None:
    """All customers of the scope are called; the last of several does not answer."""
    case = _find("drill")
    called = figures.contacts(case)
    for number, one in enumerate(called, 1):
        answers = number == 1 or number < len(called)
        told = {"customer": one.uri, "answered": answers}
        told |= {"who": "the service desk"} if answers else {}
        doing.take(case.number, "reach", told=told, taking=_taking(by, f"{event_id}/{number}"))


def _remind(*, by: str, event_id: str) -> None:
    """Who has not answered by then gets the letter once more."""
    silent = [
        one for one in notifying.newest(_find("recall").id).values() if not one.acknowledged_at
    ]
    if silent:
        _go_on("recall", "remind", {}, by=by, event_id=event_id)


def _open_action(*, by: str, event_id: str) -> None:
    with record.unbuffered():
        doing.open_case(
            "action",
            title="Liner leaks at the shoulder",
            told={
                "problem": "Tyres come back that lose air: the liner leaks at the shoulder, over"
                " a fold.",
                "team": [QUALITY, PROCESS, UPKEEP],
                "lead": QUALITY,
            },
            taking=_taking(by, event_id, subjects={"about": [BLADDER_URI]}),
            led_from=_find("recall").number,
        )


def _contain(*, by: str, event_id: str) -> None:
    """The bladder is put on hold, under the number of the action."""
    recall = _find("recall").number
    with record.unbuffered():
        doing.take(
            _find("action").number,
            "contain",
            told={"containment": f"Its tyres are recalled: {recall}. The bladder itself is held."},
            taking=_taking(by, event_id, subjects={"contained": [BLADDER_URI]}),
        )


def _explain(told: Known, *, by: str, event_id: str) -> None:
    cases = [*sorted(claiming.claims(told.complaints).values()), _find("recall").number]
    because = {
        "occurred_because": "The bladder went back into the press after its mould was cleaned,"
        " with all its cycles behind it: who puts it back does not see them.",
        "escaped_because": "The final control measures uniformity; a fold in the liner shows in"
        " none of its values.",
        "suspects": [truths.BLADDER, truths.MOULD],
        "cases": cases,
    }
    _go_on("action", "explain", because, by=by, event_id=event_id)


def _plan_line(
    owner: str, days: int, action: str, case: str = "action", *, by: str, event_id: str
) -> None:
    due = clock.now().date() + timedelta(days=days)
    told = {"action": action, "owner": owner, "due_on": due.isoformat()}
    _go_on(case, "plan", told, by=by, event_id=event_id)


def _do_line(place: int, done: str, *, by: str, event_id: str) -> None:
    line = lines.of(_find("action"))[place]
    _go_on("action", "do", {"line": line.number, "done": done}, by=by, event_id=event_id)


def _carry_out(days: int, *, by: str, event_id: str) -> None:
    told = {
        "done": "All bladders counted, the instruction written, B-317 cut up.",
        "check_on": (clock.now().date() + timedelta(days=days)).isoformat(),
    }
    _go_on("action", "carry_out", told, by=by, event_id=event_id)


def _open_slow(*, by: str, event_id: str) -> None:
    with record.unbuffered():
        doing.open_case(
            "action",
            title="Tyres lose air slowly, no leak to be found",
            told={
                "problem": "Dealers send back tyres that lose 11 kPa a month and are tight"
                " wherever one looks.",
                "team": [QUALITY, PROCESS],
                "lead": QUALITY,
            },
            taking=_taking(by, event_id, subjects={"about": [truths.HALOBUTYL_URI]}),
        )


def _explain_slow(*, by: str, event_id: str) -> None:
    because = {
        "occurred_because": "One lot of halobutyl lets air through. It was within its limit, which"
        " is too wide.",
        "escaped_because": "The input control measures what the limit asks for.",
        "suspects": [truths.HALOBUTYL_LOT],
    }
    _go_on("slow", "explain", because, by=by, event_id=event_id)
