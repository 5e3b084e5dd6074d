"""Every GS1 application identifier: what its value is made of, and what it stands with.

Source: GS1 General Specifications sections 3 (identifiers), 4.13 (what must and must not stand
together), 7.8.5 (which need no separator), 7.11 (alphabets). The table is our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gozinto.standards.gs1.linters import LINTERS, TEXT
from gozinto.standards.gs1.measures import DECIMALS, MEASURES

ALPHABETS: Mapping[str, frozenset[str]] = {
    "n": frozenset("0123456789"),
    "x": frozenset(TEXT),
    "y": frozenset("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "z": frozenset("-0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"),
}
"""Digits, character set 82, character set 39, file-safe base 64."""

_PREDEFINED = (
    *("00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"),
    *("31", "32", "33", "34", "35", "36", "41"),
)
"""Beginnings of the identifiers whose values need no separator after them."""

_NOT_IN_A_QUERY = frozenset(
    (
        *("03", "21", "22", "235", "254", "7040", "7041", "8011", "8014", "8019", "8020"),
        *("8040", "8041", "8042", "8043", "8200"),
    )
)
"""Identifiers that a Digital Link has in its path or not at all."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value: from `least` to `most` characters of one alphabet, and their rules."""

    alphabet: str
    least: int
    most: int
    is_optional: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identifier:
    """An application identifier.

    `needs`: of each group one alternative must be there, whole: the identifiers of it.
    `excludes`: what must not be there. In both, n stands for any digit.
    """

    code: str
    name: str
    parts: tuple[Part, ...]
    needs: tuple[tuple[tuple[str, ...], ...], ...] = ()
    excludes: tuple[str, ...] = ()

    @property
    def is_predefined(self) -> bool:
        """Whether its value has a length that is known everywhere, so that nothing ends it."""
        return self.code.startswith(_PREDEFINED)

    @property
    def may_stand_in_a_query(self) -> bool:
        """Whether a Digital Link may have it behind its question mark."""
        return self.code not in _NOT_IN_A_QUERY

    @property
    def longest(self) -> int:
        """Characters of the longest value."""
        return sum(part.most for part in self.parts)

    @property
    def shortest(self) -> int:
        """Characters of the shortest value."""
        return sum(part.least for part in self.parts if not part.is_optional)


_ITEM = "01 02 8006 8026"
_ITEM_OR_MADE_TO_ORDER = "01 02 03 8006 8026"
_COUNTED = "30 31nn 32nn 35nn 36nn"
_PATIENT = "8017 8018"

# What it needs (groups by ;, alternatives by blanks, + within one), and below it the identifiers:
# code or codes, the parts of the value with their rules, and the name.
_GROUPS: tuple[tuple[str, str], ...] = (
    (
        "",
        """
        00 n18:check_digit = logistic unit
        01 n14:check_digit = item
        03 n14:check_digit = made-to-order item
        253 n13:check_digit x..17? = document type
        255 n13:check_digit n..12? = coupon number
        400 x..30 = customer's order
        401 x..30:company_prefix = consignment
        402 n17:check_digit = shipment
        410 n13:check_digit = ship to
        411 n13:check_digit = bill to
        412 n13:check_digit = bought from
        413 n13:check_digit = ship for
        414 n13:check_digit = location
        416 n13:check_digit = place of production or service
        417 n13:check_digit = party
        420 x..20 = ship to post code
        421 n3:country x..9 = ship to post code of a country
        7023 x..30:company_prefix = assembly of an asset
        7040 n1 x1 x1 x1:import_index = unique identification code
        8002 x..20 = mobile telephone
        8003 n1:zero n13:check_digit x..16? = returnable asset
        8004 x..30:company_prefix = individual asset
        8006 n14:check_digit n4:piece_of_total = piece of an item
        8010 y..30:company_prefix = component
        8013 x..25:check_pair,company_prefix = model
        8017 n18:check_digit = provider of a service
        8018 n18:check_digit = recipient of a service
        8110 x..70:coupon = coupon code
        8112 x..70:positive_offer = positive offer
        90 x..30 = agreed between partners
        91-99 x..90 = of the company's own
        """,
    ),
    (
        _ITEM_OR_MADE_TO_ORDER,
        """
        10 x..20 = lot
        11 n6:day_or_month = made on
        13 n6:day_or_month = packed on
        15 n6:day_or_month = best before
        16 n6:day_or_month = sell by
        """,
    ),
    (f"{_ITEM_OR_MADE_TO_ORDER} 255", "17 n6:day_or_month = use by"),
    (
        _ITEM,
        """
        20 n2 = variant
        240 x..30 = additional number
        241 x..30 = customer's part number
        242 n..6 = made-to-order variant
        422 n3:country = origin
        7001 n13 = NATO stock number
        """,
    ),
    ("01 03 8006", "21 x..20 = serial"),
    (
        "01",
        """
        22 x..20 = consumer product variant
        235 x..28 = third party's serial
        243 x..20 = packaging component
        710-717 x..20 = national health number
        8014 x..25:check_pair,company_prefix,has_letter = medical device individual
        8001 n4:not_zero n5:not_zero n3:not_zero n1:winding n1 = dimensions of a roll
        8200 x..70 = product address
        """,
    ),
    ("01 8006; 21", "250 x..30 = secondary serial"),
    ("01 8006", "251 x..30 = source; 7021 x..20 = functional status"),
    ("01 8006", "7240 x..20 = protocol; 8012 x..20 = software version"),
    ("01 8006; 416", "7020 x..20 = refurbishment lot"),
    ("7021", "7022 x..20 = revision of status"),
    ("37", "02 n14:check_digit = contained item"),
    ("00; 02 8026", "37 n..8 = count of contained items"),
    ("37", "8026 n14:check_digit n4:piece_of_total = contained piece of an item"),
    ("8020", "12 n6:day_or_month = payment due on; 415 n13:check_digit = invoicing party"),
    ("414", "254 x..20 = location extension"),
    ("415", "8020 x..25 = payment reference; 8007 x..34:iban = bank account"),
    ("01 02; 422", "427 x..3 = subdivision of origin"),
    (
        "01 02",
        """
        30 n..8 = count
        423 n3:country n3?:country n3?:country n3?:country n3?:country = first processed in
        424 n3:country = processed in
        425 n3:country n3?:country n3?:country n3?:country n3?:country = disassembled in
        426 n3:country = all processed in
        7002 x..30 = meat cut
        7003 n6:day n4:time = use by, to the minute
        7005 x..12 = catch area
        7006 n6:day = first frozen on
        7007 n6:day n6?:day = harvested on
        7008 x..3 = species for fishery
        7009 x..10 = fishing gear
        7010 x..2 = production method
        7011 n6:day n4?:time = test by
        7030-7039 n3:country_or_several x..27 = processor
        8005 n6 = price of a unit of measure
        8008 n6:day n2:time n2?:minutes n2?:minutes = made at
        """,
    ),
    ("01+10", "7004 n..4 = active potency"),
    ("255 8020", "3900-3909 n..15 = amount to pay"),
    ("8020", "3910-3919 n3:currency n..15 = amount to pay in a currency"),
    (f"01; {_COUNTED}", "3920-3929 n..15 = price"),
    (
        _COUNTED,
        "3930-3939 n3:currency n..15 = price in a currency; 3950-3955 n6 = price by measure",
    ),
    ("255", "3940-3943 n4 = percent off; 8111 n4 = loyalty points"),
    (
        "00",
        """
        403 x..30 = route
        4300-4301 x..35:percent = ship to company or person
        4302 x..70:percent = ship to address
        4304-4306 x..70:percent = ship to suburb, town or region
        4307 x2:country_letters = ship to country
        4308 x..30 = ship to telephone
        4309 n10:latitude n10:longitude = ship to place
        4310-4311 x..35:percent = return to company or person
        4312 x..70:percent = return to address
        4314-4316 x..70:percent = return to suburb, town or region
        4317 x2:country_letters = return to country
        4318 x..20 = return to post code
        4319 x..30 = return to telephone
        4320 x..35:percent = service
        4321 n1:yes_or_no = dangerous goods
        4322 n1:yes_or_no = may be left alone
        4323 n1:yes_or_no = signature wanted
        4324 n6:day_or_month n4:time = not delivered before
        4325 n6:day_or_month n4:time = not delivered after
        4326 n6:day = released on
        4330 n6 x1?:hyphen = highest temperature in Fahrenheit
        4331 n6 x1?:hyphen = highest temperature in Celsius
        4332 n6 x1?:hyphen = lowest temperature in Fahrenheit
        4333 n6 x1?:hyphen = lowest temperature in Celsius
        7041 x..4:package = kind of freight unit
        """,
    ),
    ("4302", "4303 x..70:percent = ship to address, continued"),
    ("4312", "4313 x..70:percent = return to address, continued"),
    ("01 8004", "7230-7239 x2 x..28 = certificate"),
    (
        _PATIENT,
        """
        7241 n2:media = medium
        7242 x..25 = version of a number
        7253 x..40:percent = family name
        7254 x..40:percent = given name
        7255 x..10 = suffix of a name
        7256 x..90:percent = full name
        8019 n..10 = instance of a service
        """,
    ),
    (
        "8018",
        """
        7250 n8:long_day = born on
        7251 n8:long_day n4:time = born at
        7252 n1:sex = sex
        7257 x..70:percent = address of a person
        7259 x..40:percent = baby of
        """,
    ),
    ("8018+7259", "7258 x3:place_in_birth = place in a birth"),
    ("00 01", "8009 x..50 = optical sensor"),
    ("8010", "8011 n..12:no_leading_zero = serial of a component"),
    (
        "00 01+21 253 255 8003 8004 8006+21 8010+8011 8017 8018",
        "8030 z..90:padding = digital signature",
    ),
    ("01+21", "8040 n15 = mobile equipment"),
    ("01+21+8040", "8041 n15 = second mobile equipment; 8042 n32 = eSIM; 8043 n18 n..2? = SIM"),
)

_EXCLUDED: Mapping[str, str] = {
    "01": "255 37",
    "02": "01 03",
    "03": "01 02 37",
    "21": "235",
    "255": "01 02 415 8006 8020 8026",
    "390n": "390n 391n 394n 8111",
    "391n": "391n",
    "392n": "392n 393n",
    "393n": "393n",
    "394n": "394n 8111",
    "395n": "392n 393n 395n 8005",
    "420": "421",
    "421": "4307",
    "422": "426",
    "423": "426",
    "424": "426",
    "425": "426",
    "4330": "4331",
    "4331": "4330",
    "4332": "4333",
    "4333": "4332",
    "7250": "7251",
    "7251": "7250",
    "7253": "7256 7259",
    "7254": "7256 7259",
    "7255": "7256 7259",
    "7259": "7256",
    "8006": "01 37",
    "8017": "8018",
    "8018": "8017",
    "8026": "02 8006",
}
"""What contradicts what; each kind of measure excludes the same one with other decimals."""

_ROW = re.compile(r"([0-9]+)(?:-([0-9]+))? ([^=]+) = (.+)")
_PART = re.compile(r"([nxyz])(\.\.)?([0-9]+)(\?)?(?::([a-z_,]+))?")


def _part(text: str) -> Part:
    match = _PART.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no part of a value")
    rules = tuple(match[5].split(",")) if match[5] else ()
    if unknown := set(rules) - LINTERS.keys():
        raise ValueError(f"there is no rule {unknown}")
    most = int(match[3])
    return Part(match[1], 1 if match[2] else most, most, bool(match[4]), rules)


def _identifiers() -> Iterator[Identifier]:
    for needs, table in _GROUPS:
        groups = tuple(
            tuple(tuple(one.split("+")) for one in group.split()) for group in needs.split(";")
        )
        for row in table.replace("\n", ";").split(";"):
            if row.strip():
                yield from _of_row(row.strip(), groups if needs else ())
    for stem, measured in MEASURES.items():
        needed = ("00", "01") if measured.is_logistic else ("01", "02")
        # The weight of an area is of the item alone: a pack of several has none.
        alternatives = (("01",),) if stem == "337" else tuple((one,) for one in needed)
        for decimals in DECIMALS:
            code = f"{stem}{decimals}"
            yield Identifier(code, measured.what, (_part("n6"),), (alternatives,), (f"{stem}n",))


def _of_row(row: str, needs: tuple[tuple[tuple[str, ...], ...], ...]) -> Iterator[Identifier]:
    match = _ROW.fullmatch(row)
    if match is None:
        raise ValueError(f"{row!r} is no row of the dictionary")
    first, last, parts, name = match.groups()
    for number in range(int(first), int(last or first) + 1):
        code = f"{number:0{len(first)}d}"
        excludes = _EXCLUDED.get(code, _EXCLUDED.get(f"{code[:3]}n", ""))
        read = tuple(_part(part) for part in parts.split())
        yield Identifier(code, name, read, needs, tuple(excludes.split()))


IDENTIFIERS: Mapping[str, Identifier] = {one.code: one for one in _identifiers()}
"""All of them by their code."""


def find(text: str) -> Identifier | None:
    """The identifier with which `text` begins. None of them is the beginning of another one."""
    for length in (2, 3, 4):
        if found := IDENTIFIERS.get(text[:length]):
            return found
    return None


def is_like(code: str, pattern: str) -> bool:
    """Whether `code` is the one that is meant: 31nn means any from 3100 to 3199."""
    return len(code) == len(pattern) and all(
        wanted in ("n", given) for given, wanted in zip(code, pattern, strict=True)
    )


def fault(identifier: Identifier, value: str) -> str:
    """What keeps `value` from being one of this identifier's; "" where nothing does.

    "alphabet", "length", or the name of the rule in `linters.LINTERS` that it breaks.
    """
    rest = value
    for part in identifier.parts:
        if not rest and part.is_optional:
            break
        piece, rest = rest[: part.most], rest[part.most :]
        if not ALPHABETS[part.alphabet].issuperset(piece):
            return "alphabet"
        if len(piece) < part.least:
            return "length"
        for rule in part.rules:
            if not LINTERS[rule](piece):
                return rule
    return "length" if rest else ""
