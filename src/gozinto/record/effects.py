"""What one event does, read off the event alone: links, involvements, mounts, containment.

Pure, and total over the five event types. Because nothing here looks at the database, the same
event gives the same rows whenever it arrives, and a rebuild finds exactly what capture wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from urllib.parse import unquote

from gozinto.plant.identifiers import canonical, identify
from gozinto.record import measured
from gozinto.record.dispositions import COUNTING, RECALLING, checked, hold, status
from gozinto.record.effect_shapes import (
    ActivityEffect,
    ContainmentEffect,
    DocumentEffect,
    Effects,
    InvolvementEffect,
    LinkEffect,
    MembershipEffect,
    MountEffect,
    Named,
    RunEffect,
    VisitEffect,
)
from gozinto.record.lots_told import lots_told
from gozinto.record.run_effects import replace_parts, slot_list, unused
from gozinto.record.stock_terms import PUT_BACK_STEP, stock_term
from gozinto.record.told_links import (
    Details,
    Item,
    Told,
    amount_of,
    exact,
    replaced_slots,
)
from gozinto.standards.epcis.events import (
    AggregationEvent,
    AssociationEvent,
    Event,
    ObjectEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
from gozinto.standards.epcis.gozinto import Context, LinkDetail

PIECE = "C62"
RUN_DOCUMENT = "prodorder"
"""The kind of business transaction as which an activity names its run."""
MEASURED = "measured"
"""The activity of an event that tells the parameters of a run, and names no object."""


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
        effects.overrides = context.overrides
        effects.sources = tuple(canonical(one.value) for one in event.source_list)
        _BY_TYPE[type(event)](event, context, effects)
        effects.visits += _visits(effects)
        effects.documents += [
            DocumentEffect(kind=one.type, document=canonical(one.value))
            for one in event.biz_transaction_list
        ]
    return effects


def _visits(effects: Effects) -> Iterable[VisitEffect]:
    """What came out at a step, or was looked at there. What went in has its links."""
    step = effects.context.step
    there = dict.fromkeys(
        did.object for did in effects.involvements if step and did.role in ("output", "epc")
    )
    return (VisitEffect(object=one, step=step) for one in there)


def own_run_uri(event: Event) -> str:
    """The run of a transformation without a transformation id: the event itself."""
    return event.event_id


def _place(event: Event) -> str:
    return canonical(event.biz_location.id) if event.biz_location else ""


def _items(epcs: Iterable[str], quantities: Iterable[QuantityElement]) -> list[Item]:
    listed: list[Item] = [(Named(canonical(epc)), Decimal(1), PIECE) for epc in epcs]
    listed += [
        (
            Named(canonical(q.epc_class), is_class=True),
            exact(q.quantity),
            q.uom or (PIECE if q.quantity is not None else ""),
        )
        for q in quantities
    ]
    return listed


def _observed(event: Event, context: Context, effects: Effects) -> None:
    assert isinstance(event, ObjectEvent | TransactionEvent)
    term, sign = stock_term(event, context)
    place = _place(event)
    inspection, result = checked(event, context)
    ended = isinstance(event, ObjectEvent) and event.action == "DELETE"
    held, recalled, told = hold(event), hold(event, RECALLING), status(event)
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
                status=told or ("destroyed" if ended and not named.is_class else ""),
                held=held,
                location=place,
                expires_at=context.expires,
                recalled=recalled,
                inspection=inspection,
                result=result,
                is_count=event.biz_step in COUNTING and event.action == "OBSERVE",
            )
        )
        if context.supplier_lot:
            effects.aliases.append((named.uri, context.supplier_lot))
        if event.biz_step == PUT_BACK_STEP and context.job:
            effects.unused.append(unused(context, of=named, quantity=quantity, uom=uom))
    if context.job and event.sensor_element_list and not effects.involvements:
        run = canonical(context.job)
        effects.activities.append(
            ActivityEffect(activity=MEASURED, run=run, equipment=context.equipment)
        )
    effects.measurements += measured.of(context, effects.involvements)
    if isinstance(event, ObjectEvent) and event.action == "ADD":
        listed = _items(event.epc_list, ())
        details = Details(context.links, lots_told(event))
        _join_lots(effects, details.beside(listed), fills=[])
    if isinstance(event, TransactionEvent) and event.parent_id:
        parent = Named(canonical(event.parent_id))
        effects.involvements.append(InvolvementEffect(object=parent, role="parent"))


def _tied(event: Event, context: Context, effects: Effects) -> None:
    """An activity names the machine in its list, and the run as its document; else as observed."""
    assert isinstance(event, TransactionEvent)
    if not context.activity:
        _observed(event, context, effects)
        return
    runs = [r.value for r in event.biz_transaction_list if r.type == RUN_DOCUMENT]
    machine = unquote(event.epc_list[0].rsplit("/", 1)[-1]) if event.epc_list else ""
    effects.activities.append(
        ActivityEffect(
            activity=context.activity,
            run=canonical(runs[0]) if runs else "",
            equipment=context.equipment or machine,
        )
    )


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
                status=status(event),
                held=hold(event),
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
                slot=slot_list(context.slot) or ["", "", context.position],
                is_on=event.action == "ADD",
            )
            for one in mounted
        ]


def _transformed(event: Event, context: Context, effects: Effects) -> None:
    assert isinstance(event, TransformationEvent)
    run = canonical(event.transformation_id) or own_run_uri(event)
    details = Details(context.links, lots_told(event))
    inputs = details.beside(_items(event.input_epc_list, event.input_quantity_list))
    outputs = details.beside(_items(event.output_epc_list, event.output_quantity_list))
    for is_input, items in ((True, inputs), (False, outputs)):
        for item, detail in items:
            _add_link(effects, run, item, detail, is_input, event)
    is_own_run = not event.transformation_id
    _join_lots(effects, outputs, fills=replaced_slots(inputs) if is_own_run else [])
    job = canonical(context.job)
    has_job = bool(job) and job != run
    effects.runs.append(RunEffect(run=run, takes_mounts=not has_job, makes=bool(outputs)))
    if has_job:
        _join_job(effects, job, outputs, inputs)
    replace_parts(event, context=context, effects=effects)


def _add_link(
    effects: Effects,
    run: str,
    item: Item,
    detail: LinkDetail | None,
    is_input: bool,
    event: Event,
) -> None:
    context = effects.context
    named = item[0]
    certainty = (detail and detail.certainty) or context.certainty or "declared"
    quantity, uom = amount_of(item, detail)
    effects.links.append(
        LinkEffect(
            run=run,
            object=named,
            is_input=is_input,
            quantity=quantity,
            uom=uom,
            certainty=certainty,
            slot=slot_list(detail.slot) if detail else None,
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
            run=canonical(context.job) or ("" if run == own_run_uri(event) else run),
        )
    )


def _made_status(event: Event, named: Named, is_input: bool) -> str:
    if not is_input:
        return event.disposition or "active"
    return "" if named.is_class else "consumed"


def _join_lots(effects: Effects, told: Iterable[Told], *, fills: list[list[str]]) -> None:
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


def _join_job(
    effects: Effects,
    job: str,
    outputs: list[Told],
    inputs: list[Told],
) -> None:
    """The unit's own event seen from its job: an output that inherits slot by slot."""
    replaced = replaced_slots(inputs)
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


_BY_TYPE: Mapping[type[Event], Callable[[Event, Context, Effects], None]] = {
    ObjectEvent: _observed,
    TransactionEvent: _tied,
    AggregationEvent: _aggregated,
    AssociationEvent: _associated,
    TransformationEvent: _transformed,
}
