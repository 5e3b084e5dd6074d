"""Who is qualified for what, and until when: people beside skills."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.setup import addresses, rights
from gozinto.plant import listing
from gozinto.plant.kinds import KINDS, Row

PEOPLE = 100
"""People of one page."""
SKILLS = 30
"""Skills that are shown beside one another."""
SOON_DAYS = 30
"""Before it ends a qualification is told of."""
_PEOPLE, _SKILLS, _HELD = KINDS["people"], KINDS["skills"], KINDS["qualifications"]


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The people who work here, and for each skill until when theirs holds."""
    asked = request.GET.get("q", "").strip()[:200]
    people = listing.page(
        _PEOPLE,
        where={"state": ["active"]},
        search=asked,
        after=request.GET.get("next", ""),
        limit=PEOPLE,
    )
    skills = listing.page(_SKILLS, limit=SKILLS)
    codes = [row["code"] for row in people.rows]
    held = _held(codes) if codes else {}
    may_change = rights.may_change(request, _HELD)
    rows: list[dict[str, Any]] = [
        {
            "code": row["code"],
            "name": row["name"],
            "address": addresses.of_row(_PEOPLE, row["code"]),
            "cells": [
                _cell(row["code"], skill["code"], held, may_change=may_change)
                for skill in skills.rows
            ],
        }
        for row in people.rows
    ]
    cells = [one for row in rows for one in row["cells"]]
    context = {
        "rows": rows,
        "skills": skills.rows,
        "is_cut": bool(skills.next),
        "asked_person": asked,
        "later": people.next,
        "ended": sum(1 for one in cells if one["tone"] == "bad"),
        "ending": sum(1 for one in cells if one["tone"] == "warn"),
        "soon_days": SOON_DAYS,
    }
    return render(request, "office/setup_skills.html", context)


def _held(people: list[str]) -> dict[tuple[str, str], Row]:
    """Of each person and skill the qualification that holds longest."""
    found: dict[tuple[str, str], Row] = {}
    for row in listing.rows(_HELD, where={"person": people}, most=PEOPLE * SKILLS * 4):
        at = row["person"], row["skill"]
        if at not in found or _end(row) >= _end(found[at]):
            found[at] = row
    return found


def _end(row: Row) -> date:
    return date.fromisoformat(row["expires_on"]) if row["expires_on"] else date.max


def _cell(
    person: str, skill: str, held: dict[tuple[str, str], Row], *, may_change: bool
) -> dict[str, Any]:
    row = held.get((person, skill))
    if row is None:
        add = addresses.of_new(_HELD, {"person": person, "skill": skill}) if may_change else ""
        return {"text": "", "tone": "", "address": add, "person": person, "skill": skill}
    end, today = _end(row), timezone.localdate()
    tone = "bad" if end < today else "warn" if end <= today + timedelta(days=SOON_DAYS) else ""
    return {
        "text": words.day(end) if end != date.max else "✓",
        "tone": tone,
        "address": addresses.of_row(_HELD, _HELD.key_of(row)),
        "person": person,
        "skill": skill,
    }
