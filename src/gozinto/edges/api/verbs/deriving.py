"""The shape of a verb's request, read off the verb itself: its signature is its interface.

What a verb asks for is written down once, as its parameters. A frozen dataclass is an object in
JSON, a sequence a list; objects of the house (a `TraceableObject`, a `Run`) are named by texts.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import (
    Annotated,
    Any,
    Literal,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    create_model,
)

from gozinto.edges.api.verbs import faults, values
from gozinto.operations import stamp
from gozinto.operations.runs import Run
from gozinto.plant.models import TraceableObject

MOST_THINGS = 100_000
"""That one request may list."""

_HOUSE = (TraceableObject, Run)
"""What has no form in JSON: a text beside it in the signature names it."""

_PLAIN: Mapping[Any, Any] = {
    str: values.Text,
    Decimal: values.Amount,
    int: values.Whole,
    bool: values.Flag,
    datetime: values.Moment,
    date: values.Day,
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a verb is asked with. `naming`: the members in which texts name things."""

    model: type[BaseModel]
    naming: tuple[str, ...]

    def read(self, members: object, *, at: str = "") -> dict[str, Any]:
        """The keywords of the verb. Raises Malformed with all that is wrong, each with its place.

        `at`: where the members stand in what was sent.
        """
        try:
            found = self.model.model_validate(members)
        except ValidationError as error:
            raise faults.malformed(error, at=at) from error
        return {name: getattr(found, name) for name in found.model_fields_set}

    def named(self, keywords: Mapping[str, Any]) -> Iterator[str]:
        """The texts by which these keywords name things."""
        for name in self.naming:
            yield from _texts(keywords.get(name))

    def schema(self) -> dict[str, Any]:
        """The shape in JSON Schema, with what it refers to under `$defs`."""
        found = self.model.model_json_schema(ref_template="#/components/schemas/{model}")
        tidied: dict[str, Any] = _tidied(found)
        return tidied


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        made: Any = type(value)
        for name in _naming(made):
            yield from _texts(getattr(value, name))


@cache
def _naming(kind: Any) -> tuple[str, ...]:
    """The members of an object in which texts name things."""
    return tuple(name for name, hint in get_type_hints(kind).items() if _names_things(hint))


def _names_things(hint: Any) -> bool:
    """Whether a text of this type may stand for an object on record."""
    kind: Any = hint
    if isinstance(hint, type) and is_dataclass(hint):
        return bool(_naming(kind))
    return hint is TraceableObject or any(map(_names_things, get_args(hint)))


def _tidied(schema: Any) -> Any:
    """The schema without made-up titles, and without a default where absence is another thing."""
    if isinstance(schema, list):
        return [_tidied(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: _tidied(one)
        for name, one in schema.items()
        if not (name == "title" and isinstance(one, str)) and (name, one) != ("default", None)
    }


class _Shaped(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


@cache
def request_of(verb: Callable[..., Any], name: str) -> Request:
    """The request of a verb, under the name it has on the OpenAPI page."""
    hints = get_type_hints(verb, include_extras=True)
    members: dict[str, Any] = {}
    stamped = _stamp()
    for parameter in inspect.signature(verb).parameters.values():
        hint = hints[parameter.name]
        if parameter.kind is parameter.VAR_KEYWORD:
            members |= stamped
        elif parameter.name in stamped:
            members[parameter.name] = stamped[parameter.name]
        else:
            members[parameter.name] = _member(hint, parameter.default, parameter.empty)
    naming = tuple(name for name in members if name in hints and _names_things(hints[name]))
    return Request(create_model(name, __base__=_Shaped, **members), naming)


def answer_of(verb: Callable[..., Any]) -> type[Any]:
    """The class of what a verb answers."""
    found: type[Any] = get_type_hints(verb)["return"]
    return found


_SAID = re.compile(r"^(?P<names>\w+(?:, \w+)*)\s{2,}(?P<said>.+(?:\n {10}.+)*)", re.MULTILINE)


@cache
def _stamp() -> dict[str, Any]:
    """The members that every verb takes, with what the head of their module says of each."""
    said = {
        name: " ".join(match["said"].split())
        for match in _SAID.finditer(stamp.__doc__ or "")
        for name in match["names"].split(", ")
    }
    members: dict[str, Any] = {}
    for name, member in get_type_hints(stamp.Stamp, include_extras=True).items():
        (plain,) = get_args(member) if get_origin(member) is Required else (member,)
        members[name] = (_shape(plain), Field(None, description=said.get(name, "")))
    return members


def _member(hint: Any, default: Any, absent: Any) -> tuple[Any, Any]:
    if default is absent:
        return _shape(hint), ...
    return _shape(hint), Field(default, validate_default=False)


def _shape(hint: Any) -> Any:
    """The shape in JSON of what a parameter of that type takes."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return hint
    if origin is Mapping:
        return dict[str, Any]
    if origin in (Union, types.UnionType):
        return _one_of(tuple(one for one in arguments if one not in _HOUSE))
    if origin in (Sequence, Iterable, list, tuple) or (
        isinstance(origin, type) and issubclass(origin, Iterable)
    ):
        listed = _shape(next(one for one in arguments if one is not Ellipsis))
        return Annotated[list[listed], Field(max_length=MOST_THINGS)]  # type: ignore[valid-type]  # a type made as we start
    if isinstance(hint, type) and is_dataclass(hint):
        return _object(hint)
    raise TypeError(f"{hint} has no form in JSON; a verb cannot ask for it over HTTP")


def _one_of(kinds: tuple[Any, ...]) -> Any:
    """A choice told by what stands there: a text, an object or a list, so that a fault is one."""
    present = [one for one in kinds if one is not type(None)]
    flat = [one for kind in present for one in _flattened(kind)]
    shapes: dict[str, Any] = {}
    for one in flat:
        shapes.setdefault(_form(one), []).append(one)
    if len(shapes) == 1:
        chosen = _shape(present[0])
    else:
        tagged = [Annotated[_shape(ones[0]), Tag(form)] for form, ones in shapes.items()]
        chosen = Annotated[
            Union[tuple(tagged)],  # noqa: UP007  (a union of types that are made as we start)
            Discriminator(
                _form_of,
                custom_error_type="wrong_type",
                custom_error_message="This has to be " + " or ".join(map(_called, shapes)),
            ),
        ]
    return chosen | None if len(present) < len(kinds) else chosen


def _flattened(kind: Any) -> list[Any]:
    if get_origin(kind) in (Union, types.UnionType):
        return [one for one in get_args(kind) if one not in _HOUSE]
    return [kind]


def _form(hint: Any) -> str:
    if is_dataclass(hint):
        return faults.OBJECT
    return faults.LIST if get_origin(hint) is not None and hint not in _PLAIN else faults.TEXT


def _form_of(value: Any) -> str | None:
    if isinstance(value, str):
        return faults.TEXT
    if isinstance(value, list):
        return faults.LIST
    return faults.OBJECT if isinstance(value, dict) or is_dataclass(value) else None


def _called(form: str) -> str:
    return {faults.TEXT: "a text", faults.LIST: "a list", faults.OBJECT: "an object"}[form]


@cache
def _object(kind: Any) -> Any:
    """A frozen dataclass as an object of JSON, which becomes one."""
    hints = get_type_hints(kind, include_extras=True)
    members: dict[str, Any] = {
        one.name: _member(hints[one.name], one.default, MISSING) for one in fields(kind)
    }
    model = create_model(kind.__name__, __base__=_Shaped, __doc__=kind.__doc__, **members)

    def made(found: Any) -> Any:
        return kind(**{name: getattr(found, name) for name in found.model_fields_set})

    return Annotated[model, AfterValidator(made)]
