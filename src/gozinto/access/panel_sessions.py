"""Who is signed in at a station: several at once, each until they leave or do nothing for a while.

Whoever begins without the network shows the badge alone. That session stays unproven until the
same person gives the PIN at that station; a register says so, and no record is changed by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from gozinto.access import pins, stations
from gozinto.access.models import User, roles_of
from gozinto.access.roles import Role
from gozinto.access.station_models import Ended, IdentityProof, PanelSession, Proof
from gozinto.access.station_models import Station as StationRow
from gozinto.errors import Forbidden, NotSignedIn, Unknown
from gozinto.plant.models import Person

CLOCKS_DIFFER = timedelta(minutes=2)
"""How far a device's clock may be from ours without being taken for another time."""

_LOOKED_AT = 20
"""Sessions of one person at one station that may cover a time: more than a shift has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who is signed in at a station; of several, one `is_acting`."""

    person: str
    name: str
    proof: str
    roles: frozenset[Role]
    since: datetime
    is_acting: bool


def roles_at_panels(person: str) -> frozenset[Role]:
    """What a person may do at a station: what their account may, else what an operator may.

    Raises Unknown (unknown_badge) for nobody who works here, Forbidden (account_closed).
    """
    if not Person.objects.filter(code=person, state=Person.State.ACTIVE).exists():
        raise Unknown(
            "This badge is nobody's who works here.",
            code="unknown_badge",
            next_step="Scan your badge again, or have it looked at in the office.",
        )
    roles = _roles_of_each([person])[person]
    if roles is None:
        raise Forbidden(
            "The account of this person is closed.",
            code="account_closed",
            next_step="Ask an administrator to open it again.",
        )
    return roles


def sign_in(*, station: str, person: str, pin: str, proves_ended: bool = False) -> None:
    """Begin a session that is proven by PIN, and prove what the same person began by badge alone.

    Of sessions by badge, the one that goes on ends and is proven; those that have ended are
    proven where `proves_ended` says that it was the same person. Raises what `roles_at_panels`
    and `pins.check` raise.
    """
    roles_at_panels(person)
    pins.check(person, pin=pin, station=station)
    now = timezone.now()
    with transaction.atomic():
        row = _locked(station)
        _end_idle(row, now=now)
        live = PanelSession.objects.filter(station=row, person=person, ended_at=None)
        proven = list(live.filter(proof=Proof.BADGE))
        live.filter(proof=Proof.BADGE).update(ended_at=now, ended_by=Ended.PROVEN)
        if proves_ended:
            proven.extend(_unproven(row, person))
        # Who was proven by somebody else meanwhile stays as it was.
        IdentityProof.objects.bulk_create(
            {one.pk: IdentityProof(session=one, at=now) for one in proven}.values(),
            ignore_conflicts=True,
        )
        if not live.update(seen_at=now, acted_at=now):
            _begin(row, person, Proof.PIN, at=now)


def scan_badge(*, station: str, person: str) -> None:
    """Let somebody who is signed in act from now on.

    Raises NotSignedIn (not_signed_in_here) where the session has ended, or never began.
    """
    now = timezone.now()
    row = stations.row_of(station)
    _end_idle(row, now=now)
    live = PanelSession.objects.filter(station=row, person=person, ended_at=None)
    if not live.update(seen_at=now, acted_at=now):
        raise NotSignedIn(
            "This person is not signed in at this station.",
            code="not_signed_in_here",
            next_step="Scan your badge and type your PIN.",
        )


def leave(*, station: str, person: str, at: datetime | None = None) -> bool:
    """End the session of a person at a station. False when there was none."""
    return _leave(Q(person=person), station=station, at=at)


def leave_all(*, station: str, at: datetime | None = None) -> bool:
    """End every session at a station: the shift is over. False when nobody was signed in."""
    return _leave(Q(), station=station, at=at)


def left(*, station: str, person: str, at: datetime | None = None) -> None:
    """Whoever tells the record that a person left a station ends the session of then by it."""
    row = StationRow.objects.filter(code=station).first()
    left_at = at or timezone.now()
    found = _covering(row, person, left_at) if row is not None else None
    if found is not None and found.ended_by in ("", Ended.IDLE):
        same = PanelSession.objects.filter(pk=found.pk)
        same.update(ended_at=max(found.began_at, left_at), ended_by=Ended.LEFT, left_told=True)


def signed_in(station: str) -> list[Session]:
    """Who is signed in at a station, whose badge came last first."""
    row = stations.row_of(station)
    _end_idle(row, now=timezone.now())
    live = PanelSession.objects.filter(station=row, ended_at=None).order_by("-acted_at", "person")
    roles = _roles_of_each([one.person for one in live])
    names = dict(Person.objects.filter(code__in=roles).values_list("code", "name"))
    return [
        Session(
            person=one.person,
            name=names.get(one.person) or one.person,
            proof=one.proof,
            roles=roles[one.person] or frozenset(),
            since=one.began_at,
            is_acting=number == 0,
        )
        for number, one in enumerate(live)
    ]


def seen(*, station: str, person: str, at: datetime) -> Proof | None:
    """What a person had shown at a station at that time; whoever acts goes on being signed in.

    None: that person was not signed in there then.
    """
    row = stations.row_of(station)
    found = _covering(row, person, at)
    if found is None:
        return None
    _go_on(row, found, at=at)
    return Proof(found.proof)


def begun_offline(*, station: str, person: str, at: datetime) -> Proof:
    """A person worked by badge alone while there was no network. Answers what counts for then.

    Told again, it is the same session; where one by PIN covers that time, that one counts.
    """
    had = seen(station=station, person=person, at=at)
    if had is not None:
        return had
    with transaction.atomic():
        row = _locked(station)
        live = PanelSession.objects.filter(station=row, person=person, ended_at=None)
        idle_at = at + _idle(row)
        if idle_at > timezone.now() and not live.exists():
            _begin(row, person, Proof.BADGE, at=at)
        else:
            _begin(row, person, Proof.BADGE, at=at, ended_at=idle_at)
    return Proof.BADGE


def unproven(*, station: str, person: str) -> int:
    """How many sessions of a person at a station were by badge, have ended, and are not proven."""
    return _unproven(stations.row_of(station), person).count()


def proven_at(*, station: str, person: str, at: datetime) -> datetime | None:
    """When it was proven that a person was at a station at that time; None where it is not."""
    row = StationRow.objects.filter(code=station).first()
    found = _covering(row, person, at) if row is not None else None
    if found is None:
        return None
    if found.proof == Proof.PIN:
        return found.began_at
    return IdentityProof.objects.filter(session=found).values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A session of which the record does not say yet that it began, or that it ended."""

    number: int
    person: str
    began_at: datetime
    ended_at: datetime | None
    came_told: bool


def untold(station: str, *, is_all_told: bool) -> list[Untold]:
    """The sessions at a station of which the record is to be told. One query.

    Who came by badge alone has said so by an entry, and goes on where the PIN proved it.
    is_all_told: whether the station keeps nothing any more that was done there; until then, who
    seems to have gone idle may have gone on.
    """
    rows = PanelSession.objects.filter(station__code=station, left_told=False)
    goes_on = [Ended.PROVEN] if is_all_told else [Ended.PROVEN, Ended.IDLE]
    came = Q(proof=Proof.PIN, came_told=False)
    over = Q(ended_at__isnull=False) & ~Q(ended_by__in=goes_on)
    waiting = rows.filter(came | over).order_by("pk")
    return [
        Untold(
            number=one.pk,
            person=one.person,
            began_at=one.began_at,
            ended_at=None if one.ended_by in goes_on else one.ended_at,
            came_told=one.came_told or one.proof == Proof.BADGE,
        )
        for one in waiting
    ]


def note_told(told: Untold) -> None:
    """The record says of a session what `told` has of it; one that goes on is told of later."""
    same = PanelSession.objects.filter(pk=told.number)
    same.update(came_told=True, left_told=told.ended_at is not None)


def _covering(row: StationRow, person: str, at: datetime) -> PanelSession | None:
    """The session within which a time falls; one by PIN before one by badge."""
    near = PanelSession.objects.filter(
        station=row, person=person, began_at__lte=at + CLOCKS_DIFFER
    ).order_by("-began_at")[:_LOOKED_AT]
    covering = [one for one in near if at <= _until(one, idle=_idle(row))]
    by_pin = (one for one in covering if one.proof == Proof.PIN)
    return next(by_pin, None) or next(iter(covering), None)


def _until(one: PanelSession, *, idle: timedelta) -> datetime:
    if one.ended_at is None or one.ended_by == Ended.IDLE:
        return one.seen_at + idle
    return one.ended_at


def _go_on(row: StationRow, one: PanelSession, *, at: datetime) -> None:
    """Note that somebody acted within a session; one that seemed idle had gone on unseen."""
    same = PanelSession.objects.filter(pk=one.pk)
    if one.ended_at is None:
        same.filter(seen_at__lt=at).update(seen_at=at)
        return
    if one.ended_by != Ended.IDLE or at <= one.seen_at:
        return
    with transaction.atomic():
        _lock(row)
        live = PanelSession.objects.filter(station=row, person=one.person, ended_at=None)
        idle_at = at + _idle(row)
        if idle_at > timezone.now() and not live.exists():
            same.update(seen_at=at, ended_at=None, ended_by="", left_told=False)
        else:
            same.update(seen_at=at, ended_at=idle_at, left_told=False)


def _begin(
    row: StationRow, person: str, proof: Proof, *, at: datetime, ended_at: datetime | None = None
) -> None:
    PanelSession.objects.create(
        station=row,
        person=person,
        proof=proof,
        began_at=at,
        seen_at=at,
        acted_at=at,
        ended_at=ended_at,
        ended_by=Ended.IDLE if ended_at else "",
    )


def _leave(which: Q, *, station: str, at: datetime | None) -> bool:
    now = timezone.now()
    left_at = min(at or now, now)
    row = stations.row_of(station)
    _end_idle(row, now=now)
    # Whoever left long ago, and came again meanwhile, is there.
    live = PanelSession.objects.filter(
        which, station=row, ended_at=None, began_at__lte=left_at + CLOCKS_DIFFER
    )
    return bool(live.update(ended_at=Greatest("began_at", left_at), ended_by=Ended.LEFT))


def _end_idle(row: StationRow, *, now: datetime) -> None:
    """End what nobody acted in for long enough, at the time when it was."""
    idle = _idle(row)
    live = PanelSession.objects.filter(station=row, ended_at=None, seen_at__lt=now - idle)
    for one in live:
        live.filter(pk=one.pk).update(ended_at=one.seen_at + idle, ended_by=Ended.IDLE)


def _unproven(row: StationRow, person: str) -> QuerySet[PanelSession]:
    ended = PanelSession.objects.filter(station=row, person=person, ended_at__isnull=False)
    return ended.filter(proof=Proof.BADGE, proven=None)


def _idle(row: StationRow) -> timedelta:
    return timedelta(minutes=row.idle_minutes)


def _locked(station: str) -> StationRow:
    return _lock(stations.row_of(station))


def _lock(row: StationRow) -> StationRow:
    return StationRow.objects.select_for_update().get(pk=row.pk)


def _roles_of_each(people: Sequence[str]) -> dict[str, frozenset[Role] | None]:
    """The roles of each person; None for whose account is closed."""
    named = Q(person__in=people) | Q(person="", username__in=people)
    accounts = User.objects.filter(named).prefetch_related("role_grants")
    of = {user.acts_as: roles_of(user) if user.is_active else None for user in accounts}
    return {person: of.get(person, frozenset({Role.OPERATOR})) for person in people}
