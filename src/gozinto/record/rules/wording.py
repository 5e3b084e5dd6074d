"""What is said of a fault: the one place where a rule's sentence and a fault's values meet.

English is what the record keeps and what programs are answered; a person reads it in the language
that is active.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from gozinto.record.rules.shapes import Fault, Rule
from gozinto.record.rules.table import RULES


def english(fault: Fault) -> str:
    """The sentence of a fault, as it is kept and as programs are told."""
    return _template(RULES[fault.rule], fault.data) % fault.data


def translated(rule: Rule, data: Mapping[str, str], *, kept: str) -> str:
    """The sentence in the active language; `kept`: the English one on record.

    That stands alone where a finding was kept before its values were; judging it anew heals that.
    """
    try:
        return gettext(_template(rule, data)) % data
    except KeyError:
        return kept


def _template(rule: Rule, data: Mapping[str, str]) -> str:
    return rule.messages[data.get("case", "")]
