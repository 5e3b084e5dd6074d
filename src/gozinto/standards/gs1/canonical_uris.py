"""One URI for one thing, whichever of its GS1 names was used.

Source: GS1 Digital Link URI Syntax 1.4 section 4.12 (canonical form), CBV 2.0 section 8.2. The
same key in an EPC URN and in the Digital Links of any domain is the same thing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gozinto.standards.gs1 import digital_links, epc_urns
from gozinto.standards.gs1.check_digits import has_valid_check_digit

_REMEMBERED = 1 << 15

# Any URI that could be one of GS1's: a key and a value in its path. Most private ones have none.
_CANDIDATE = re.compile(
    rf"(?i:urn:epc):|/(?:{'|'.join([*digital_links.KEYS, *digital_links.SHORT_NAMES])})/[^/]"
)


def canonical(uri: str) -> str:
    """The canonical Digital Link of what `uri` names by a GS1 key; any other URI unchanged.

    The domain is id.gs1.org, a GTIN has 14 digits, the most specific qualifier stands alone.
    Never a guess: a check digit must be right; and a key that has none (GIAI, GINC, CPID, GMN)
    is believed on a domain of GS1 alone, since it could be a private path anywhere else.
    """
    return _canonical(uri) if _CANDIDATE.search(uri) else uri


@lru_cache(maxsize=_REMEMBERED)
def _canonical(uri: str) -> str:
    if uri[:4].lower() == "urn:":
        return epc_urns.canonical(uri) or uri
    link = digital_links.parse(uri)
    return link.canonical if link and _is_believed(link) else uri


def _is_believed(link: digital_links.DigitalLink) -> bool:
    (name, value), *_ = link.elements
    checked = digital_links.KEYS[name].checked
    if checked:
        return has_valid_check_digit(value[:checked])
    return link.domain.startswith("id.gs1.")
