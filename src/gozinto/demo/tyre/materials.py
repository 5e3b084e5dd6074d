"""What the tyre plant buys, makes and sells, and from whom: tables that a plant would edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

TYRE = "T205"
GREEN = "GT205"
LINER = "LINER"
BEAD = "BEAD"
HALOBUTYL = "HALOBUTYL"
ZINC_OXIDE = "ZNO"


@dataclass(frozen=True, slots=True)
class Bought:
    """A bought material: its suppliers in turn, how its lots are numbered, how many at least.

    `life_days`: shelf life; `lots`: the fewest over the whole demo; `most_kg`: the largest lot.
    """

    code: str
    name: str
    kind: str
    suppliers: tuple[str, ...]
    prefix: str
    life_days: int
    lots: int
    most_kg: int = 20_000
    uom: str = "KGM"


BOUGHT: tuple[Bought, ...] = (
    Bought("NR", "Natural rubber SMR 20", "raw", ("S-RUB", "S-PLA"), "NR", 730, 6),
    Bought("SBR", "Styrene-butadiene rubber 1500", "raw", ("S-POL",), "SBR", 540, 5),
    Bought("BR", "Polybutadiene rubber", "raw", ("S-POL",), "BR", 540, 4),
    Bought(HALOBUTYL, "Bromobutyl rubber", "raw", ("S-HAL",), "HB", 365, 12),
    Bought("N330", "Carbon black N330", "raw", ("S-CBL", "S-BLK"), "CB3", 730, 6),
    Bought("N660", "Carbon black N660", "raw", ("S-BLK",), "CB6", 730, 4),
    Bought("SILICA", "Precipitated silica", "raw", ("S-SIL",), "SI", 730, 5),
    Bought("SILANE", "Coupling silane TESPT", "raw", ("S-SIL",), "TE", 365, 3),
    Bought("OIL", "Process oil TDAE", "raw", ("S-OIL",), "PO", 730, 3),
    # One delivery for the whole demo: the popular lot that is in everything and explains nothing.
    Bought(ZINC_OXIDE, "Zinc oxide", "raw", ("S-ZNC",), "ZN", 1095, 1, 10_000_000),
    Bought("STEARIC", "Stearic acid", "raw", ("S-CHE",), "ST", 730, 3),
    Bought("6PPD", "Antidegradant 6PPD", "raw", ("S-CHE",), "AD", 365, 3),
    Bought("SULFUR", "Insoluble sulfur", "raw", ("S-CHE",), "SU", 365, 4),
    Bought("CBS", "Accelerator CBS", "raw", ("S-ACC",), "AC", 365, 4),
    Bought("STEELCORD", "Steel cord 2x0.30 HT", "raw", ("S-WIR", "S-COR"), "SC", 180, 6),
    Bought("TEXTILE", "Polyester cord fabric", "raw", ("S-TEX",), "TX", 365, 5),
    Bought("BEADWIRE", "Bead wire 0.96 mm", "raw", ("S-WIR",), "BW", 180, 4),
    Bought("SOAP", "Anti-tack soap", "auxiliary", ("S-AUX",), "AT", 365, 3),
    Bought("BAGS", "Low-melt batch bags", "auxiliary", ("S-AUX",), "LB", 1095, 2),
    Bought("CEMENT", "Rubber cement", "auxiliary", ("S-AUX",), "RC", 180, 4),
    Bought("SOLVENT", "Building solvent", "auxiliary", ("S-SOL",), "SV", 730, 4),
    Bought("CLOTH", "Liner cloth", "auxiliary", ("S-TEX",), "LC", 1825, 3),
    Bought("RELEASE", "Inside release agent", "auxiliary", ("S-REL",), "RA", 270, 5),
    Bought("CLEANER", "Mould cleaner", "auxiliary", ("S-REL",), "MC", 730, 2),
    Bought("NITROGEN", "Curing nitrogen", "auxiliary", ("S-GAS",), "N2", 365, 4),
    Bought("INK", "Tread marking ink", "auxiliary", ("S-AUX",), "MI", 365, 3),
    Bought("FILM", "Stretch film", "packaging", ("S-PAC",), "SF", 1095, 3),
    Bought("PALLET", "Pallet 1200 x 800", "packaging", ("S-PAC",), "PL", 3650, 3, uom="C62"),
)

SUPPLIERS: Mapping[str, str] = {
    "S-RUB": "Penang Rubber Estates",
    "S-PLA": "Sakarya Plantation Trading",
    "S-POL": "Körfez Polymers",
    "S-HAL": "Halikarnas Butyl",
    "S-CBL": "Marmara Carbon",
    "S-BLK": "Blackwater Carbon Works",
    "S-SIL": "Aegean Silica",
    "S-OIL": "Anadolu Process Oils",
    "S-ZNC": "Torbalı Zinc",
    "S-CHE": "Gebze Rubber Chemicals",
    "S-ACC": "Rheinfeld Accelerators",
    "S-WIR": "Kartepe Wire",
    "S-COR": "Cordline Steel",
    "S-TEX": "Bursa Technical Textiles",
    "S-AUX": "Dilovası Auxiliaries",
    "S-SOL": "Yalova Solvents",
    "S-REL": "Release Systems",
    "S-GAS": "Hava Industrial Gases",
    "S-PAC": "Körfez Packaging",
}

DEALERS: Mapping[str, str] = {
    "D-ANK": "Ankara Tyre House",
    "D-IST": "Bosphorus Tyres, Istanbul",
    "D-IZM": "Kordon Tyres, Izmir",
    "D-BUR": "Uludağ Tyre Service, Bursa",
    "D-ADA": "Seyhan Tyres, Adana",
    "D-ANT": "Akdeniz Tyre Point, Antalya",
    "D-KON": "Mevlana Tyres, Konya",
    "D-GAZ": "Zeugma Tyres, Gaziantep",
    "D-TRA": "Karadeniz Tyres, Trabzon",
    "D-ESK": "Porsuk Tyres, Eskişehir",
    "D-SOF": "Vitosha Tyres, Sofia",
    "D-THE": "Axios Tyres, Thessaloniki",
}

CARRIERS: Mapping[str, str] = {"C-YOL": "Yolcu Freight", "C-KAR": "Karayel Logistics"}


@dataclass(frozen=True, slots=True)
class Compound:
    """A mixed compound: code, name, what goes into a thousand parts, and how long it keeps."""

    code: str
    name: str
    recipe: Mapping[str, int]
    is_master: bool

    @property
    def life_h(self) -> int:
        """How long it may be used: masters a month, finals 72 h."""
        return 720 if self.is_master else 72


COMPOUNDS: tuple[Compound, ...] = (
    Compound(
        "MB-TR",
        "Master batch tread",
        {
            "SBR": 420,
            "BR": 120,
            "SILICA": 300,
            "SILANE": 30,
            "OIL": 79,
            ZINC_OXIDE: 20,
            "STEARIC": 20,
            "6PPD": 10,
            "BAGS": 1,
        },
        True,
    ),
    Compound(
        "MB-SW",
        "Master batch sidewall",
        {"NR": 449, "BR": 200, "N330": 300, "OIL": 30, ZINC_OXIDE: 10, "6PPD": 10, "BAGS": 1},
        True,
    ),
    Compound(
        "MB-SK",
        "Master batch skim",
        {"NR": 619, "N330": 300, ZINC_OXIDE: 50, "STEARIC": 10, "6PPD": 20, "BAGS": 1},
        True,
    ),
    Compound(
        "MB-IL",
        "Master batch inner liner",
        {HALOBUTYL: 619, "N660": 320, "OIL": 40, ZINC_OXIDE: 10, "STEARIC": 10, "BAGS": 1},
        True,
    ),
    Compound(
        "MB-AP",
        "Master batch apex",
        {"NR": 449, "N330": 450, "OIL": 40, ZINC_OXIDE: 50, "STEARIC": 10, "BAGS": 1},
        True,
    ),
    Compound("FM-TR", "Final compound tread", {"MB-TR": 970, "SULFUR": 15, "CBS": 15}, False),
    Compound("FM-SW", "Final compound sidewall", {"MB-SW": 975, "SULFUR": 12, "CBS": 13}, False),
    Compound("FM-SK", "Final compound skim", {"MB-SK": 960, "SULFUR": 30, "CBS": 10}, False),
    Compound("FM-IL", "Final compound liner", {"MB-IL": 985, "SULFUR": 7, "CBS": 8}, False),
    Compound("FM-AP", "Final compound apex", {"MB-AP": 950, "SULFUR": 35, "CBS": 15}, False),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A component of the tyre: where it is made of what, and how many tyres one lot serves.

    `gram`: what one tyre takes; `slots`: where it goes when building; `own`: each green tyre
    scans it, otherwise the building run takes the whole cassette. `minutes`: begin and end
    within the two hours in which a shift's parts are made; `mounts`: auxiliaries at the machine;
    `backflushed`: auxiliaries that nobody scans, booked by what the lots should have taken.
    """

    code: str
    name: str
    prefix: str
    equipment: str
    step: str
    operation: int
    recipe: Mapping[str, int]
    gram: int
    tyres: int
    minutes: tuple[int, int]
    slots: tuple[tuple[str, str, int], ...] = ()
    own: bool = False
    mounts: tuple[tuple[str, str], ...] = ()
    backflushed: tuple[tuple[str, str], ...] = ()


PARTS: tuple[Part, ...] = (
    Part(
        "CAL-TX",
        "Calendered textile roll",
        "CTX",
        "CAL-1",
        "calendering textile",
        40,
        {"FM-SK": 600, "TEXTILE": 400},
        1100,
        240,
        (5, 45),
        mounts=(("liner cloth", "CLOTH"),),
    ),
    Part(
        "CAL-ST",
        "Calendered steel roll",
        "CST",
        "CAL-2",
        "calendering steel",
        45,
        {"FM-SK": 500, "STEELCORD": 500},
        1450,
        240,
        (5, 45),
        mounts=(("liner cloth", "CLOTH"),),
    ),
    Part(
        "TREAD",
        "Tread",
        "TRD",
        "EXT-1",
        "extrusion tread",
        30,
        {"FM-TR": 1000},
        2600,
        60,
        (5, 100),
        (("tread", "", 2600),),
        True,
        (("marking ink", "INK"),),
        (("cement", "CEMENT"),),
    ),
    Part(
        "SIDEWALL",
        "Sidewall",
        "SDW",
        "EXT-2",
        "extrusion sidewall",
        35,
        {"FM-SW": 1000},
        1100,
        90,
        (5, 100),
        (("sidewall", "L", 550), ("sidewall", "R", 550)),
        False,
    ),
    Part(
        "PLY",
        "Body ply, cut",
        "PLY",
        "CUT-1",
        "cutting textile",
        48,
        {"CAL-TX": 1000},
        1100,
        60,
        (50, 100),
        (("body ply", "", 1100),),
        True,
    ),
    Part(
        "BELT-1",
        "Steel belt 1, cut at 24 degrees",
        "B1",
        "CUT-2",
        "cutting steel",
        49,
        {"CAL-ST": 1000},
        750,
        60,
        (50, 75),
        (("belt 1", "", 750),),
        True,
    ),
    Part(
        "BELT-2",
        "Steel belt 2, cut at 24 degrees",
        "B2",
        "CUT-2",
        "cutting steel",
        49,
        {"CAL-ST": 1000},
        700,
        60,
        (76, 100),
        (("belt 2", "", 700),),
        True,
    ),
    Part(
        LINER,
        "Inner liner",
        "LIN",
        "LIN-1",
        "inner liner",
        50,
        {"FM-IL": 1000},
        950,
        60,
        (5, 100),
        (("inner liner", "", 950),),
        True,
        (("liner cloth", "CLOTH"),),
    ),
    Part(
        BEAD,
        "Bead with apex",
        "BED",
        "BEAD-1",
        "bead and apex",
        55,
        {"BEADWIRE": 550, "FM-AP": 450},
        800,
        120,
        (5, 100),
        (("bead", "L", 400), ("bead", "R", 400)),
        False,
    ),
)
PART: Mapping[str, Part] = {part.code: part for part in PARTS}
COMPOUND: Mapping[str, Compound] = {compound.code: compound for compound in COMPOUNDS}
BELT = "BELT-1"
"""The material of the over-aged roll."""
USE_PER_TYRE_G: Mapping[str, int] = {
    "SOAP": 2, "CEMENT": 10, "SOLVENT": 10, "CLOTH": 1, "RELEASE": 30, "CLEANER": 1,
    "NITROGEN": 50, "INK": 1, "FILM": 10,
}  # fmt: skip
"""Auxiliaries and packaging that no recipe names, for the size of their deliveries."""
FITTED: tuple[Part, ...] = tuple(part for part in PARTS if part.slots)


@cache
def per_tyre_g(code: str) -> float:
    """Grams of a material that one tyre takes, through all compounds and components."""
    total = 0.0
    for part in FITTED:
        total += part.gram * _share_in(part.code, code)
    return total


@cache
def _share_in(made: str, wanted: str) -> float:
    if made == wanted:
        return 1.0
    source = PART.get(made) or COMPOUND.get(made)
    if source is None:
        return 0.0
    return sum(parts / 1000 * _share_in(code, wanted) for code, parts in source.recipe.items())
