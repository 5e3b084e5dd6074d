"""What the text of a part of an element must be beyond its alphabet and its length.

Source: GS1 General Specifications sections 3 (what each identifier means), 7.9.1 (check digit),
7.9.5 (check character pair), 7.11 (alphabets); ISO 3166, 4217, 13616 (IBAN), 5218.
Every rule answers whether a text keeps it, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from gozinto.standards.gs1 import coupons, days
from gozinto.standards.gs1.check_digits import has_valid_check_digit
from gozinto.standards.gs1.iso_codes import COUNTRY_DIGITS, COUNTRY_LETTERS, CURRENCY_DIGITS

TEXT = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
"""GS1 AI encodable character set 82, in its order."""

_PAIR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_MODULUS = 1021  # the largest prime that two of 32 characters can tell
_LEAP = date(2000, 1, 1)  # of any century: both 2000 and 2100 have the months of their years
_IBAN_LETTERS = COUNTRY_LETTERS | {"XK"}  # Kosovo has IBANs and no ISO 3166 code
_HIGHEST_LATITUDE = 1_800_000_000
_HIGHEST_LONGITUDE = 3_600_000_000


def _primes(count: int) -> list[int]:
    found: list[int] = []
    candidate = 2
    while len(found) < count:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found


_WEIGHTS = _primes(83)


def check_pair(text: str) -> str:
    """The two characters that complete `text` (a GMN before them). Raises ValueError."""
    total = sum(
        weight * TEXT.index(character)
        for weight, character in zip(_WEIGHTS, reversed(text), strict=False)
    )
    return _PAIR[total % _MODULUS // len(_PAIR)] + _PAIR[total % _MODULUS % len(_PAIR)]


def _has_pair(text: str) -> bool:
    return len(text) > 2 and check_pair(text[:-2]) == text[-2:]


def _is_day(text: str) -> bool:
    return text[4:] != "00" and _is_day_or_month(text)


def _is_day_or_month(text: str) -> bool:
    try:
        days.day_of(text, near=_LEAP)
    except ValueError:
        return False
    return True


def _is_long_day(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    try:
        days.time_of(text)
    except ValueError:
        return False
    return True


def _is_iban(text: str) -> bool:
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{7,}", text) or text[:2] not in _IBAN_LETTERS:
        return False
    # ISO 13616: what identifies the country goes to the end, letters count from ten.
    return int("".join(str(int(one, 36)) for one in text[4:] + text[:4])) % 97 == 1


def _is_piece_of_total(text: str) -> bool:
    piece, total = int(text[:2]), int(text[2:])
    return 0 < piece <= total


def _is_place_in_birth(text: str) -> bool:
    match = re.fullmatch(r"([1-9])/([1-9])", text)
    return match is not None and match[1] <= match[2]


def _is_padded(text: str) -> bool:
    # Section 7.11, table of file-safe base 64: with its padding it is a multiple of three.
    stem = text.rstrip("=")
    return text == stem or (len(text) - len(stem) <= 2 and len(text) % 3 == 0)


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


LINTERS: Mapping[str, Callable[[str], bool]] = {
    "check_digit": has_valid_check_digit,
    "check_pair": _has_pair,
    "company_prefix": _matches(r"[0-9]{4}.*"),
    "padding": _is_padded,
    "not_zero": _matches(r"0*[1-9][0-9]*"),
    "zero": _matches(r"0+"),
    "no_leading_zero": _matches(r"0|[1-9][0-9]*"),
    "yes_or_no": _matches(r"[01]"),
    "has_letter": _matches(r".*[^0-9].*"),
    "winding": _matches(r"[019]"),
    "hyphen": _matches(r"-"),
    "country": COUNTRY_DIGITS.__contains__,
    "country_or_several": (COUNTRY_DIGITS | {"999"}).__contains__,
    "country_letters": COUNTRY_LETTERS.__contains__,
    "currency": CURRENCY_DIGITS.__contains__,
    "iban": _is_iban,
    "day": _is_day,
    "day_or_month": _is_day_or_month,
    "long_day": _is_long_day,
    "time": _is_time,
    "minutes": _matches(r"[0-5][0-9]"),
    "latitude": lambda text: int(text) <= _HIGHEST_LATITUDE,
    "longitude": lambda text: int(text) <= _HIGHEST_LONGITUDE,
    "piece_of_total": _is_piece_of_total,
    "place_in_birth": _is_place_in_birth,
    "sex": _matches(r"[0129]"),
    "percent": _matches(r"(?:[^%]|%[0-9A-Fa-f]{2})*"),
    "import_index": _matches(r"[-0-9A-Z_a-z]"),
    "package": _matches(r"[0-9A-Z]{1,4}"),
    "media": _matches(r"0[1-9]|10|[89][0-9]"),
    "coupon": coupons.is_coupon,
    "positive_offer": coupons.is_positive_offer,
}
"""The rule by its name in the dictionary."""
