"""One request of a verb: what is sent becomes the verb's keywords, what it answers becomes JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from gozinto.access.gate import Principal
from gozinto.edges.api.verbs import faults
from gozinto.edges.api.verbs.deriving import Request
from gozinto.edges.api.verbs.table import Verb
from gozinto.errors import Forbidden, Malformed, Unknown, Violation
from gozinto.operations import master_data
from gozinto.operations.stamp import Override
from gozinto.record.rules.table import RULES


def keywords(verb: Verb, members: object, *, who: Principal, at: str = "") -> dict[str, Any]:
    """What the verb is called with. `at`: where the members stand in what was sent.

    A request is one about now unless it says `"live": false`. Raises Malformed with all that is
    wrong, and Forbidden for one in somebody else's name.
    """
    wrong: list[Violation] = []
    found: dict[str, Any] = {}
    try:
        found = verb.request.read(members, at=at)
    except Malformed as error:
        wrong += error.violations
    if isinstance(members, dict):
        wrong += _missing(members, who, at)
    if wrong:
        raise faults.refusal(wrong)
    found = {"live": True, **found, "by": _person(found.get("by"), who)}
    if isinstance(found.get("arguments"), dict):
        _check_inner(found["arguments"], who)
    if "override" in found:
        found["override"] = [_in_a_role(one, who) for one in found["override"]]
    return found


def asked(request: Request, members: object, *, who: Principal) -> dict[str, Any]:
    """What a question is asked with. Raises Malformed, and Forbidden for one in another's name.

    A question that is asked by somebody (`by`) is asked by whoever is signed in.
    """
    found = request.read(members)
    if "by" in request.model.model_fields:
        if who.user is None and "by" not in found:
            raise faults.refusal([_absent("by", "A program has to say who asks.", "")])
        found["by"] = _person(found.get("by"), who)
    return found


def _missing(members: Mapping[str, Any], who: Principal, at: str) -> Iterator[Violation]:
    if members.get("live") is False and "at" not in members:
        yield _absent("at", "A report of what was done has to say when that was.", at)
    if who.user is None and "by" not in members:
        yield _absent("by", "A program has to say who does it: a person's code.", at)


def _absent(name: str, message: str, at: str) -> Violation:
    return Violation(
        code="missing_member",
        message=message,
        next_step="Add it; see /api/v1/openapi.json.",
        path=f"{at}.{name}" if at else name,
    )


def _person(named: str | None, who: Principal) -> str:
    """Who did it: the person who is signed in, and nobody else; of a program whom it names."""
    if who.user is None:
        assert named is not None
        master_data.check_person(named)
        return named
    if named is not None and named != who.person:
        raise Forbidden(
            f"You are signed in as {who.person}, and cannot act as {named}.",
            code="not_yourself",
            next_step="Leave `by` out; or let that person sign in.",
            value=named,
        )
    try:
        master_data.check_person(who.person)
    except Unknown as error:
        raise Forbidden(
            f"Your account {who.name} is not linked to anybody who works here.",
            code="account_of_nobody",
            next_step="Ask an administrator to say whose it is: gozinto account link.",
            value=who.person,
        ) from error
    return who.person


def _check_inner(arguments: Mapping[str, Any], who: Principal) -> None:
    """A correction says another verb, and says it in nobody else's name either."""
    named = arguments.get("by")
    if isinstance(named, str):
        _person(named, who)
    overrides = arguments.get("override")
    for one in overrides if isinstance(overrides, list) else ():
        role = one.get("role") if isinstance(one, dict) else None
        if isinstance(role, str):
            _in_a_role(Override(code="", reason="", role=role), who)


def _in_a_role(one: Override, who: Principal) -> Override:
    """The override in a role of the caller's: the one named, or one that may."""
    held = {role.value for role in who.roles}
    if one.role:
        if one.role not in held:
            raise Forbidden(
                f"You do not hold the role {one.role}.",
                code="not_yourself",
                next_step="Leave `role` out, or let somebody override it who holds that role.",
                value=one.role,
            )
        return one
    rule = RULES.get(one.code)
    may = held & rule.overridden_by if rule else set()
    return replace(one, role=min(may or held))


def things_named(verb: Verb, many: Iterable[Mapping[str, Any]]) -> set[str]:
    """The texts by which these requests name things."""
    return {text for one in many for text in verb.request.named(one)}
