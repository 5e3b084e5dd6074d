"""What one event does, read off the event alone: links, involvements, mounts, containment.

Pure, and total over the five event types. Because nothing here looks at the database, the same
event gives the same rows whenever it arrives, and a rebuild finds exactly what capture wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from urllib.parse import unquote

from gozinto.errors import Malformed
from gozinto.plant.identifiers import canonical, identify
from gozinto.record.effect_shapes import (
    ContainmentEffect,
    Effects,
    InvolvementEffect,
    LinkEffect,
    MembershipEffect,
    MountEffect,
    Named,
    RunEffect,
)
from gozinto.record.lots_told import lots_told
from gozinto.standards.epcis.events import (
    AggregationEvent,
    AssociationEvent,
    Event,
    ObjectEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
from gozinto.standards.epcis.gozinto import Context, LinkDetail, Slot
from gozinto.standards.quantities import convert

PIECE = "C62"
OPENING_STEP = "https://gozinto.example/ns/opening_balance"


def of(event: Event) -> Effects:
    """The effects of `event`; none but its context for an error declaration."""
    context = Context.of(event)
    effects = Effects(
        context=context,
        event_id=event.event_id,
        at=event.event_time,
        earliest=context.earliest or event.event_time,
        latest=context.latest or event.event_time,
    )
    if event.error_declaration is None:
        _BY_TYPE[type(event)](event, context, effects)
    return effects


def own_run_uri(event: Event) -> str:
    """The run of a transformation without a transformation id: the event itself."""
    return event.event_id


def _place(event: Event) -> str:
    return canonical(event.biz_location.id) if event.biz_location else ""


_Item = tuple[Named, Decimal | None, str]
_Told = tuple[_Item, LinkDetail | None]


def _exact(quantity: Decimal | None) -> Decimal | None:
    """As the database keeps it: nine decimals. The event itself keeps what was sent."""
    return None if quantity is None else round(quantity, 9)


def _items(epcs: Iterable[str], quantities: Iterable[QuantityElement]) -> list[_Item]:
    listed: list[_Item] = [(Named(canonical(epc)), Decimal(1), PIECE) for epc in epcs]
    listed += [
        (
            Named(canonical(q.epc_class), is_class=True),
            _exact(q.quantity),
            q.uom or (PIECE if q.quantity is not None else ""),
        )
        for q in quantities
    ]
    return listed


_HOLDING = frozenset(("unavailable", "recalled"))


def _hold(event: Event) -> bool | None:
    disposition = event.persistent_disposition
    if disposition is None:
        return None
    if _HOLDING & set(disposition.set):
        return True
    return False if _HOLDING & set(disposition.unset) else None


def _status(event: Event) -> str:
    return "" if _hold(event) else event.disposition


_STOCK_TERMS: Mapping[str, tuple[str, int]] = {
    "receiving": ("received", 1),
    "shipping": ("shipped", -1),
    "destroying": ("scrapped", -1),
    "decommissioning": ("scrapped", -1),
    "sampling": ("sampled", -1),
    OPENING_STEP: ("opening", 1),
    "commissioning": ("produced", 1),
}


def _stock_term(event: Event, context: Context) -> tuple[str, int]:
    if event.biz_step == "receiving" and event.disposition == "returned":
        return "returned", 1
    term, sign = _STOCK_TERMS.get(event.biz_step, ("", 0))
    if not term and isinstance(event, ObjectEvent):
        term, sign = {"ADD": ("produced", 1), "DELETE": ("scrapped", -1)}.get(event.action, ("", 0))
    return (context.term or term), sign


def _observed(event: Event, context: Context, effects: Effects) -> None:
    assert isinstance(event, ObjectEvent | TransactionEvent)
    term, sign = _stock_term(event, context)
    place = _place(event)
    ended = isinstance(event, ObjectEvent) and event.action == "DELETE"
    for named, quantity, uom in _items(event.epc_list, event.quantity_list):
        # A container is no stock: what is in it is.
        counted = sign if named.is_class or identify(named.uri).kind != "container" else 0
        if isinstance(event, TransactionEvent):
            counted = 0  # it ties to a document what an object event moved
        effects.involvements.append(
            InvolvementEffect(
                object=named,
                role="epc",
                quantity=quantity,
                uom=uom,
                delta=counted * (quantity or Decimal(0)),
                term=term if counted else "",
                status=_status(event) or ("destroyed" if ended and not named.is_class else ""),
                held=_hold(event),
                location=place,
                expires_at=context.expires,
            )
        )
        if context.supplier_lot:
            effects.aliases.append((named.uri, context.supplier_lot))
    if isinstance(event, ObjectEvent) and event.action == "ADD":
        listed = _items(event.epc_list, ())
        details = _Details(context.links, lots_told(event))
        _join_lots(effects, details.beside(listed), fills=[])
    if isinstance(event, TransactionEvent) and event.parent_id:
        parent = Named(canonical(event.parent_id))
        effects.involvements.append(InvolvementEffect(object=parent, role="parent"))


def _aggregated(event: Event, context: Context, effects: Effects) -> None:
    assert isinstance(event, AggregationEvent)
    children = _items(event.child_epcs, event.child_quantity_list)
    place = _place(event)
    parent = Named(canonical(event.parent_id))
    if event.parent_id:
        effects.involvements.append(InvolvementEffect(object=parent, role="parent", location=place))
    for named, quantity, uom in children:
        effects.involvements.append(
            InvolvementEffect(
                object=named,
                role="child",
                quantity=quantity,
                uom=uom,
                location=place,
                status=_status(event),
                held=_hold(event),
            )
        )
    if event.parent_id and event.action != "OBSERVE":
        is_in = event.action == "ADD"
        if not children and not is_in:
            effects.containments.append(ContainmentEffect(parent=parent, child=None, is_in=False))
        for named, quantity, uom in children:
            effects.containments.append(
                ContainmentEffect(
                    parent=parent, child=named, is_in=is_in, quantity=quantity, uom=uom
                )
            )


def _slot_list(slot: Slot | None) -> list[str] | None:
    return [slot.step, slot.name, slot.position] if slot else None


def _associated(event: Event, context: Context, effects: Effects) -> None:
    assert isinstance(event, AssociationEvent)
    mounted: list[Named | None] = []
    for named, quantity, uom in _items(event.child_epcs, event.child_quantity_list):
        effects.involvements.append(
            InvolvementEffect(object=named, role="child", quantity=quantity, uom=uom)
        )
        mounted.append(named)
    if not mounted and event.action == "DELETE":
        # EPCIS 2.0 section 7.4.6: without children, all of them are dissociated.
        mounted.append(None)
    if event.action != "OBSERVE":
        effects.mounts += [
            MountEffect(
                object=one,
                equipment=context.equipment or unquote(event.parent_id.rsplit("/", 1)[-1]),
                slot=_slot_list(context.slot) or ["", "", context.position],
                is_on=event.action == "ADD",
            )
            for one in mounted
        ]


def _transformed(event: Event, context: Context, effects: Effects) -> None:
    assert isinstance(event, TransformationEvent)
    run = canonical(event.transformation_id) or own_run_uri(event)
    details = _Details(context.links, lots_told(event))
    inputs = details.beside(_items(event.input_epc_list, event.input_quantity_list))
    outputs = details.beside(_items(event.output_epc_list, event.output_quantity_list))
    for is_input, items in ((True, inputs), (False, outputs)):
        for item, detail in items:
            _add_link(effects, run, item, detail, is_input, event)
    is_own_run = not event.transformation_id
    _join_lots(effects, outputs, fills=_replaced_slots(inputs) if is_own_run else [])
    job = canonical(context.job)
    has_job = bool(job) and job != run
    effects.runs.append(RunEffect(run=run, takes_mounts=not has_job, makes=bool(outputs)))
    if has_job:
        _join_job(effects, job, outputs, inputs)


def _canonically(link: LinkDetail) -> LinkDetail:
    """The link with what it names under its one URI."""
    uri, lot = canonical(link.id), canonical(link.lot)
    return link if (uri, lot) == (link.id, link.lot) else replace(link, id=uri, lot=lot)


class _Details:
    """Hands the links' details out to the items they speak of, in the order they stand in.

    One lot may go into two slots, so an id may have several; the last serves all that follow.
    `lots`: what the event tells of its units' lots in the standard's own words.
    """

    def __init__(self, links: Iterable[LinkDetail], lots: Mapping[str, str]) -> None:
        self._lots = lots
        self._waiting: dict[str, list[LinkDetail]] = {}
        for link in map(_canonically, links):
            self._waiting.setdefault(link.id, []).append(link)

    def beside(self, items: Iterable[_Item]) -> list[_Told]:
        """Each item with its detail."""
        return [(item, self._next(item[0].uri)) for item in items]

    def _next(self, uri: str) -> LinkDetail | None:
        waiting = self._waiting.get(uri)
        lot = self._lots.get(uri, "")
        if not waiting:
            return LinkDetail(id=uri, lot=lot) if lot else None
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return replace(found, lot=lot) if lot and not found.lot else found


def _add_link(
    effects: Effects,
    run: str,
    item: _Item,
    detail: LinkDetail | None,
    is_input: bool,
    event: Event,
) -> None:
    context = effects.context
    named = item[0]
    certainty = (detail and detail.certainty) or context.certainty or "declared"
    quantity, uom = _amount(item, detail)
    effects.links.append(
        LinkEffect(
            run=run,
            object=named,
            is_input=is_input,
            quantity=quantity,
            uom=uom,
            certainty=certainty,
            slot=_slot_list(detail.slot) if detail else None,
            lot=detail.lot if detail and not is_input else "",
        )
    )
    amount = quantity or Decimal(0)
    effects.involvements.append(
        InvolvementEffect(
            object=named,
            role="input" if is_input else "output",
            quantity=quantity,
            uom=uom,
            delta=-amount if is_input else amount,
            term="consumed" if is_input else "produced",
            status=_made_status(event, named, is_input),
            location="" if is_input else _place(event),
            expires_at=None if is_input else context.expires,
        )
    )


def _made_status(event: Event, named: Named, is_input: bool) -> str:
    if not is_input:
        return event.disposition or "active"
    return "" if named.is_class else "consumed"


def _join_lots(effects: Effects, told: Iterable[_Told], *, fills: list[list[str]]) -> None:
    """Who names a unit and its lot says that the one is of the other."""
    for (named, _, _), detail in told:
        if detail and detail.lot and not named.is_class:
            effects.memberships.append(
                MembershipEffect(
                    unit=named,
                    lot=Named(detail.lot, is_class=True),
                    certainty=detail.certainty or effects.context.certainty or "declared",
                    fills=fills,
                )
            )


def _amount(item: _Item, detail: LinkDetail | None) -> tuple[Decimal | None, str]:
    """How much one link is of, and in which unit: its own word before the list's."""
    _, quantity, uom = item
    if detail is None or detail.quantity is None:
        return quantity, uom
    return _exact(detail.quantity), detail.uom or uom


def _join_job(
    effects: Effects,
    job: str,
    outputs: list[_Told],
    inputs: list[_Told],
) -> None:
    """The unit's own event seen from its job: an output that inherits slot by slot."""
    replaced = _replaced_slots(inputs)
    for (named, quantity, uom), detail in outputs:
        effects.links.append(
            LinkEffect(
                run=job,
                object=named,
                is_input=False,
                quantity=quantity,
                uom=uom,
                certainty=(detail and detail.certainty) or effects.context.certainty or "declared",
                lot=detail.lot if detail else "",
                replaces=replaced,
            )
        )
    effects.runs.append(RunEffect(run=job, is_membership=True, makes=bool(outputs)))


def _replaced_slots(inputs: list[_Told]) -> list[list[str]]:
    """Slots whose own links cover what the bill asks: those the unit does not inherit.

    `required` is in the unit that stands beside it, or else in that of the event's list.
    """
    filled: dict[tuple[str, str, str], list[tuple[Decimal | None, str]]] = {}
    required: dict[tuple[str, str, str], tuple[Decimal, str]] = {}
    for item, detail in inputs:
        if detail is None or detail.slot is None:
            continue
        slot = (detail.slot.step, detail.slot.name, detail.slot.position)
        filled.setdefault(slot, []).append(_amount(item, detail))
        if detail.required is not None:
            required[slot] = (detail.required, detail.uom or item[2])
    return sorted(
        list(slot)
        for slot, amounts in filled.items()
        if slot not in required or _covers(amounts, *required[slot])
    )


def _covers(amounts: Iterable[tuple[Decimal | None, str]], wanted: Decimal, uom: str) -> bool:
    """Whether these make up the amount wanted; what cannot be compared with it adds nothing."""
    total = Decimal(0)
    for quantity, given in amounts:
        try:
            total += convert(quantity or Decimal(0), given, uom)
        except Malformed:
            # Then the unit inherits the slot as well: rather too much than one input missed.
            continue
    return total >= wanted


_BY_TYPE: Mapping[type[Event], Callable[[Event, Context, Effects], None]] = {
    ObjectEvent: _observed,
    TransactionEvent: _observed,
    AggregationEvent: _aggregated,
    AssociationEvent: _associated,
    TransformationEvent: _transformed,
}
