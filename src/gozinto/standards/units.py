"""The UN/ECE Recommendation 20 codes a plant meets, with exact factors to their base unit.

Source: UN/ECE Recommendation 20, revision 17 (2021), annex I. Factors are exact by definition
(the inch is 0.0254 m, the pound 0.45359237 kg); Recommendation 20 itself prints some of them
rounded. A unit without a dimension it shares with others converts only into itself.
GK was withdrawn from the list and is still printed on certificates, so it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: base value = value * factor + offset, in the base unit of its dimension."""

    code: str
    name: str
    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)


_POUND = "0.45359237"
_POUND_FORCE = "4.4482216152605"
_PI = "3.14159265358979323846264338327950288"

_PACKAGES = {
    "roll": "RO", "reel": "RL", "spool": "SO", "bag": "BG", "sack": "SA", "box": "BX",
    "carton": "CT", "case": "CS", "crate": "CR", "drum": "DR", "barrel": "BA", "bucket": "BJ",
    "can": "CX", "jar": "JR", "tube": "TU", "packet": "PA", "package": "PK", "pallet": "PX",
}  # fmt: skip

# dimension: "code factor name; ..." A factor may be a product or a quotient of decimals.
_LINEAR: Mapping[str, str] = {
    "mass": f"""KGM 1 kilogram; GRM 0.001 gram; MGM 0.000001 milligram; MC 0.000000001 microgram;
        TNE 1000 tonne; DTN 100 decitonne; HGM 0.1 hectogram; DJ 0.01 decagram;
        CGM 0.00001 centigram; KTN 1000000 kilotonne; LBR {_POUND} pound; ONZ {_POUND}/16 ounce;
        GRN {_POUND}/7000 grain; STI {_POUND}*14 stone; CWA {_POUND}*100 hundred pound;
        CWI {_POUND}*112 hundred weight (UK); STN {_POUND}*2000 ton (US);
        LTN {_POUND}*2240 ton (UK); CTM 0.0002 metric carat""",
    "length": """MTR 1 metre; MMT 0.001 millimetre; CMT 0.01 centimetre; DMT 0.1 decimetre;
        KMT 1000 kilometre; 4H 0.000001 micrometre; C45 0.000000001 nanometre; INH 0.0254 inch;
        FOT 0.3048 foot; YRD 0.9144 yard; SMI 1609.344 mile; NMI 1852 nautical mile""",
    "area": """MTK 1 square metre; MMK 0.000001 square millimetre; CMK 0.0001 square centimetre;
        DMK 0.01 square decimetre; KMK 1000000 square kilometre; HAR 10000 hectare; ARE 100 are;
        INK 0.00064516 square inch; FTK 0.09290304 square foot; YDK 0.83612736 square yard""",
    "volume": """MTQ 1 cubic metre; LTR 0.001 litre; MLT 0.000001 millilitre;
        CLT 0.00001 centilitre; DLT 0.0001 decilitre; HLT 0.1 hectolitre;
        4G 0.000000001 microlitre; DMQ 0.001 cubic decimetre; CMQ 0.000001 cubic centimetre;
        MMQ 0.000000001 cubic millimetre; INQ 0.000016387064 cubic inch;
        FTQ 0.028316846592 cubic foot; YDQ 0.764554857984 cubic yard;
        GLL 0.003785411784 gallon (US); QTL 0.000946352946 liquid quart (US);
        PTL 0.000473176473 liquid pint (US); OZA 0.0000295735295625 fluid ounce (US);
        BLL 0.158987294928 barrel (US); GLI 0.00454609 gallon (UK); QTI 0.0011365225 quart (UK);
        PTI 0.00056826125 pint (UK); OZI 0.0000284130625 fluid ounce (UK)""",
    "time": """SEC 1 second; C26 0.001 millisecond; B98 0.000001 microsecond; MIN 60 minute;
        HUR 3600 hour; DAY 86400 day; WEE 604800 week""",
    "count": """C62 1 one; H87 1 piece; EA 1 each; NAR 1 number of articles; PR 2 pair;
        DZN 12 dozen; DPC 12 dozen piece; GRO 144 gross; CEN 100 hundred;
        MIL 1000 thousand; T3 1000 thousand piece; MIO 1000000 million""",
    "force": f"""NEW 1 newton; C20 0.001 millinewton; B47 1000 kilonewton; B73 1000000 meganewton;
        B37 9.80665 kilogram-force; C78 {_POUND_FORCE} pound-force; DU 0.00001 dyne""",
    "torque": """NU 1 newton metre; D83 0.001 millinewton metre; J72 0.01 centinewton metre;
        DN 0.1 decinewton metre; B48 1000 kilonewton metre; B38 9.80665 kilogram-force metre""",
    "pressure": f"""PAL 1 pascal; A97 100 hectopascal; KPA 1000 kilopascal; MPA 1000000 megapascal;
        A89 1000000000 gigapascal; BAR 100000 bar; MBR 100 millibar; HBA 10000000 hectobar;
        ATM 101325 standard atmosphere; C56 1000000 newton per square millimetre;
        PS {_POUND_FORCE}/0.00064516 pound-force per square inch""",
    "energy": """JOU 1 joule; KJO 1000 kilojoule; 3B 1000000 megajoule; WHR 3600 watt hour;
        KWH 3600000 kilowatt hour; MWH 3600000000 megawatt hour""",
    "power": "WTT 1 watt; C31 0.001 milliwatt; KWT 1000 kilowatt; MAW 1000000 megawatt",
    "voltage": "VLT 1 volt; 2Z 0.001 millivolt; KVT 1000 kilovolt",
    "current": "AMP 1 ampere; 4K 0.001 milliampere; B84 0.000001 microampere",
    "resistance": "OHM 1 ohm; B49 1000 kiloohm; B75 1000000 megaohm",
    "frequency": """HTZ 1 hertz; KHZ 1000 kilohertz; MHZ 1000000 megahertz;
        RPS 1 revolutions per second; RPM 1/60 revolutions per minute""",
    "angle": f"C81 1 radian; DD {_PI}/180 degree; D61 {_PI}/10800 minute; D62 {_PI}/648000 second",
    "speed": """MTS 1 metre per second; KMH 1/3.6 kilometre per hour;
        2M 0.01 centimetre per second; C16 0.001 millimetre per second;
        2X 1/60 metre per minute; H81 0.001/60 millimetre per minute""",
    "acceleration": "MSK 1 metre per second squared; K40 9.80665 standard acceleration",
    "density": """KMQ 1 kilogram per cubic metre; 23 1000 gram per cubic centimetre;
        GL 1 gram per litre; M1 0.001 milligram per litre; GJ 1000 gram per millilitre;
        A93 0.001 gram per cubic metre; B35 1000 kilogram per litre;
        GP 0.000001 milligram per cubic metre""",
    "mass per area": "28 1 kilogram per square metre; GM 0.001 gram per square metre",
    "mass per length": """KL 1 kilogram per metre; GF 0.001 gram per metre;
        D34 0.000001 tex; A47 0.0000001 decitex""",
    "viscosity": "C65 1 pascal second; C24 0.001 millipascal second; C7 0.001 centipoise",
    "fraction": "P1 0.01 percent; NX 0.001 part per thousand; 59 0.000001 part per million",
    "mass fraction": """M29 1 kilogram per kilogram; 60 0.01 percent weight;
        H64 0.001 milligram per gram; GK 0.001 gram per kilogram;
        NA 0.000001 milligram per kilogram""",
    "amount of substance": "C34 1 mole; C18 0.001 millimole; B45 1000 kilomole",
    "amount per volume": "C36 1 mole per cubic metre; C35 1000 mole per cubic decimetre",
    "volume flow": "MQS 1 cubic metre per second; MQH 1/3600 cubic metre per hour; "
    "L2 0.001/60 litre per minute",
    "mass flow": "KGS 1 kilogram per second; F31 1/60 kilogram per minute; "
    "E93 1/3600 kilogram per hour",
    "memory": "AD 1 byte; 2P 1000 kilobyte; 4L 1000000 megabyte",
    "electric charge": "COU 1 coulomb; AMH 3600 ampere hour",
    "illuminance": "LUX 1 lux",
    "luminous flux": "LUM 1 lumen",
    "luminous intensity": "CDL 1 candela",
    "dose rate": "P70 1 sievert per hour; P71 0.001 millisievert per hour",
    "sound": "2N 1 decibel",
    "acidity": "Q30 1 pH",
    "set": "SET 1 set",
    "kit": "KT 1 kit",
    "month": "MON 1 month; ANN 12 year",
    "working day": "E49 1 working day",
    # Packages: codes of Recommendation 21, which Recommendation 20 takes over with an X before
    # them. How much is in one is for each material to say, so each is a dimension of its own.
    **{name: f"X{code} 1 {name}" for name, code in _PACKAGES.items()},
}

_AFFINE = (
    Unit("KEL", "kelvin", "temperature", Fraction(1)),
    Unit("CEL", "degree Celsius", "temperature", Fraction(1), Fraction("273.15")),
    Unit("FAH", "degree Fahrenheit", "temperature", Fraction(5, 9), Fraction("459.67") * 5 / 9),
)


def _factor(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    product = Fraction(1)
    for part in top.split("*"):
        product *= Fraction(part)
    return product / Fraction(bottom or 1)


def every_unit() -> Iterator[Unit]:
    """Each row of the table as a unit, in the order of the table."""
    for dimension, rows in _LINEAR.items():
        for row in rows.split(";"):
            code, factor, name = row.split(maxsplit=2)
            yield Unit(code, " ".join(name.split()), dimension, _factor(factor))
    yield from _AFFINE


UNITS: Mapping[str, Unit] = {unit.code: unit for unit in every_unit()}
"""Every unit that converts, by its code."""


SIGNS: Mapping[str, str] = {
    "KGM": "kg",
    "GRM": "g",
    "TNE": "t",
    "MGM": "mg",
    "MTR": "m",
    "MMT": "mm",
    "CMT": "cm",
    "KMT": "km",
    "MTK": "m²",
    "MTQ": "m³",
    "LTR": "l",
    "MLT": "ml",
    "CEL": "°C",
    "BAR": "bar",
    "NEW": "N",
    "MIN": "min",
    "SEC": "s",
    "HUR": "h",
    "P1": "%",
    "C62": "",
    "H87": "",
    "EA": "",
    "GL": "g/l",
    "GM": "g/m²",
    "KL": "kg/m",
    "GK": "g/kg",
    "23": "g/cm³",
    "DD": "°",
    "KPA": "kPa",
    "4H": "µm",
    "D83": "mN·m",
    "NU": "N·m",
    "DN": "dN·m",
    "LBR": "lb",
    "VLT": "V",
    "4K": "mA",
    "C65": "Pa·s",
    "59": "ppm",
    # A pH has no unit; the name of what was measured says that it is one.
    "Q30": "",
}
"""How people write a unit; one that counts pieces has no sign."""
