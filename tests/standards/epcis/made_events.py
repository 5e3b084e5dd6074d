"""Any event the standard allows, made up by Hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from gozinto.standards.epcis import vocabulary as v
from gozinto.standards.epcis.events import (
    AggregationEvent,
    AssociationEvent,
    ErrorDeclaration,
    Event,
    ObjectEvent,
    PersistentDisposition,
    Place,
    QuantityElement,
    SensorElement,
    TransactionEvent,
    TransformationEvent,
    TypedReference,
)
from gozinto.standards.units import UNITS

uris = st.sampled_from(
    [
        "https://id.gs1.org/01/04012345999990/21/XYZ-1234",
        "https://id.gs1.org/01/04012345999990/10/IA-23092018-001",
        "urn:epc:id:sscc:4012345.3111111111",
        "https://id.demo.example/class/compound-7/C%2F11",
        "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
        "ni:///sha-256;00e1e6?ver=CBV2.0",
    ]
) | st.from_regex(
    r"https://id\.demo\.example/obj/[A-Za-z0-9.~-]{1,8}/(%2F|[0-9]){1,6}", fullmatch=True
)
names = st.sampled_from(
    [
        "https://gozinto.example/ns#flow",
        "https://gozinto.example/ns#",
        "https://gozinto.example/ns#//odd",
        "https://ns.example.com/epcis/colour",
        "https://ns.example.com/epcis/",
        "https://ns.example.com/other#colour",
        "https://ns.example.com",
        "urn:epcglobal:cbv:mda:lotNumber",
        "urn:gs1:epcisapp:rail:wagon",
        "https://gs1.org/voc/certificationAgency",
        "http://www.w3.org/2000/01/rdf-schema#comment",
    ]
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
numbers = st.integers(-(10**20), 10**20) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value="-1e20", max_value="1e20"
)
local_names = st.from_regex(r"[A-Za-z_ äß]{1,6}|@[a-z]{1,4}", fullmatch=True).filter(
    lambda name: name != "@context"
)
plain = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(names | local_names, inside, max_size=3)
    ),
    max_leaves=6,
)
extensions = st.dictionaries(names, plain, max_size=3)
amounts = st.decimals(min_value=0, max_value="1e12", places=4)
zones = st.integers(-13 * 60, 13 * 60).map(lambda m: timezone(timedelta(minutes=m)))
_first, _last = datetime.fromisoformat("0002-01-02"), datetime.fromisoformat("9998-12-30")
times = st.datetimes(_first, _last, timezones=zones | st.just(UTC))
offsets = st.from_regex(r"[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00", fullmatch=True)


def _tuples(of: st.SearchStrategy[Any], *, least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(of, min_size=least, max_size=3).map(tuple)


def _words(vocabulary: v.Vocabulary) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(vocabulary.words)) | st.just("https://own.example/words/heating")


quantities = st.builds(
    QuantityElement,
    epc_class=uris,
    quantity=amounts,
    uom=st.sampled_from(["", *sorted(UNITS)]),
) | st.builds(QuantityElement, epc_class=uris)
places = st.builds(Place, id=uris, extensions=extensions)
reports = st.fixed_dictionaries(
    {"type": _words(v.MEASUREMENT_TYPE)},
    optional={
        "value": numbers,
        "uom": st.sampled_from(["CEL", "A93", "P71"]),
        "time": st.just("2026-03-04T09:00:00Z"),
        "component": _words(v.COMPONENT),
        "exception": _words(v.SENSOR_ALERT),
        "stringValue": texts,
        "booleanValue": st.booleans(),
        "hexBinaryValue": st.just("f0F0"),
        "deviceID": uris,
        "https://ns.example.com/epcis/cv": plain,
    },
)
sensors = st.builds(
    SensorElement,
    sensor_metadata=st.fixed_dictionaries({}, optional={"deviceID": uris, "bizRules": uris}),
    sensor_report=_tuples(reports, least=1),
    extensions=extensions,
)
dispositions = _words(v.DISPOSITION)
persistent = st.builds(
    PersistentDisposition, set=_tuples(dispositions, least=1), unset=_tuples(dispositions)
)


def _references(vocabulary: v.Vocabulary) -> st.SearchStrategy[Any]:
    return _tuples(st.builds(TypedReference, type=_words(vocabulary), value=uris))


_COMMON: dict[str, st.SearchStrategy[Any]] = {
    "event_time": times,
    "event_time_zone_offset": offsets,
    "record_time": st.none() | times,
    "event_id": st.just("") | uris.filter(lambda u: not u.startswith("urn:uuid:x")),
    "error_declaration": st.none()
    | st.builds(
        ErrorDeclaration,
        declaration_time=times,
        reason=st.just("") | _words(v.ERROR_REASON),
        corrective_event_ids=_tuples(uris),
        extensions=extensions,
    ),
    "certification_info": _tuples(uris),
    "biz_step": st.just("") | _words(v.BIZ_STEP),
    "disposition": st.just("") | dispositions,
    "persistent_disposition": st.none() | persistent,
    "read_point": st.none() | places,
    "biz_location": st.none() | places,
    "biz_transaction_list": _references(v.BIZ_TRANSACTION_TYPE),
    "source_list": _references(v.SOURCE_DESTINATION_TYPE),
    "destination_list": _references(v.SOURCE_DESTINATION_TYPE),
    "sensor_element_list": _tuples(sensors),
    "extensions": extensions,
}
_ACTION = {"action": st.sampled_from(["ADD", "OBSERVE", "DELETE"])}
_CHILDREN: dict[str, st.SearchStrategy[Any]] = {
    **_COMMON,
    **_ACTION,
    "parent_id": uris,
    "child_epcs": _tuples(uris, least=1),
    "child_quantity_list": _tuples(quantities),
}
_OBJECTS: dict[str, st.SearchStrategy[Any]] = {
    **_COMMON,
    **_ACTION,
    "epc_list": _tuples(uris),
    "quantity_list": _tuples(quantities, least=1),
}

_TYPES: dict[type[Event], dict[str, st.SearchStrategy[Any]]] = {
    ObjectEvent: {**_OBJECTS, "ilmd": extensions},
    AggregationEvent: _CHILDREN,
    TransactionEvent: {
        **_OBJECTS,
        "parent_id": st.just("") | uris,
        "biz_transaction_list": _tuples(
            st.builds(
                TypedReference, type=st.just("") | _words(v.BIZ_TRANSACTION_TYPE), value=uris
            ),
            least=1,
        ),
    },
    TransformationEvent: {
        **_COMMON,
        "input_epc_list": _tuples(uris, least=1),
        "input_quantity_list": _tuples(quantities),
        "output_epc_list": _tuples(uris),
        "output_quantity_list": _tuples(quantities, least=1),
        "transformation_id": st.just("") | uris,
        "ilmd": extensions,
    },
    AssociationEvent: _CHILDREN,
}


@st.composite
def events(draw: st.DrawFn) -> Event:
    """One event of any type, a handful of its optional fields filled."""
    cls = draw(st.sampled_from(sorted(_TYPES, key=lambda c: c.__name__)))
    fields = _TYPES[cls]
    optional = [name for name in fields if name not in ("event_time", "action", *_IDENTIFIERS)]
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=6))
    if cls is TransactionEvent:
        chosen.append("biz_transaction_list")
    needed = [name for name in fields if name in ("event_time", "action", *_IDENTIFIERS)]
    return cls(**{name: draw(fields[name]) for name in dict.fromkeys([*needed, *chosen])})


_IDENTIFIERS = (
    *("epc_list", "quantity_list", "parent_id", "child_epcs", "child_quantity_list"),
    *("input_epc_list", "input_quantity_list", "output_epc_list", "output_quantity_list"),
)
