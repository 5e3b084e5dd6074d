"""EPC URNs, Digital Links and the one canonical name of both."""

from __future__ import annotations

import re
from time import process_time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.errors import NotSupported
from gozinto.standards.gs1 import epc_urns
from gozinto.standards.gs1.canonical_uris import canonical
from gozinto.standards.gs1.epc_patterns import regex_of

GTIN = "https://id.gs1.org/01/04012345123456"
PREFIXES = {"4012345", "0614141", "999999999999", "400000"}

# Every scheme with as many digits before the check digit, or None where the reference is open.
_SERIAL_CHARACTERS = "!\"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz"
_serials = st.text(_SERIAL_CHARACTERS, min_size=1, max_size=15)
_digits = st.text("0123456789", min_size=1, max_size=9)


def _escaped(text: str) -> str:
    return quote(text, safe="!'()*+,-.:;=_")


def _references(company: str, length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length - len(company), max_size=length - len(company))


@st.composite
def urns(draw: st.DrawFn) -> str:
    """A URN of any scheme, class or pattern of class, of one of our company prefixes."""
    company = draw(st.sampled_from(sorted(PREFIXES)))
    serial = _escaped(draw(_serials))

    def numbered(length: int) -> str:
        return f"{company}.{draw(_references(company, length))}"

    part = draw(st.text("ABC-#/123", min_size=1, max_size=9))
    choices = (
        *(f"id:{scheme}:{numbered(13)}.{serial}" for scheme in ("sgtin", "upui")),
        f"class:lgtin:{numbered(13)}.{serial}",
        f"id:sscc:{numbered(17)}",
        *(f"id:{scheme}:{numbered(12)}.{serial}" for scheme in ("sgln", "grai", "gdti")),
        f"id:sgln:{numbered(12)}.0",
        f"id:pgln:{numbered(12)}",
        *(f"id:{scheme}:{company}.{serial}" for scheme in ("giai", "ginc")),
        *(f"id:{scheme}:{numbered(17)}" for scheme in ("gsrn", "gsrnp")),
        f"id:gsin:{numbered(16)}",
        f"id:sgcn:{numbered(12)}.{draw(_digits)}",
        f"id:cpi:{company}.{_escaped(part)}.{draw(_digits)}",
        f"id:itip:{numbered(13)}.01.02.{serial}",
        f"idpat:sgtin:{numbered(13)}.*",
        *(f"idpat:{scheme}:{numbered(12)}.*" for scheme in ("grai", "gdti", "sgcn")),
        f"idpat:cpi:{company}.{_escaped(part)}.*",
        f"idpat:itip:{numbered(13)}.01.02.*",
    )
    return f"urn:epc:{draw(st.sampled_from(choices))}"


@given(urn=urns())
def test_a_urn_of_a_declared_prefix_comes_back_from_its_digital_link(urn: str) -> None:
    link = epc_urns.canonical(urn)
    assert link.startswith("https://id.gs1.org/"), urn
    assert epc_urns.urn_of(link, company_prefixes=PREFIXES) == urn


@given(urn=urns())
def test_the_canonical_name_of_a_canonical_name_is_itself(urn: str) -> None:
    assert canonical(canonical(urn)) == canonical(urn) == epc_urns.canonical(urn)


@given(text=st.text(max_size=40), path=st.text("/018423gtinser%2F", max_size=60))
def test_any_text_has_one_canonical_name(text: str, path: str) -> None:
    for uri in (text, f"urn:epc:id:sgtin:{text}", f"https://id.gs1.org/{path}"):
        assert canonical(canonical(uri)) == canonical(uri)


@pytest.mark.parametrize(
    "sent",
    [
        "urn:epc:id:sgtin:4012345.012345.T-1",
        "URN:EPC:id:sgtin:4012345.012345.T-1",
        "https://id.gs1.org/01/04012345123456/21/T-1",
        "HTTP://ID.GS1.ORG/01/04012345123456/21/T-1/",
        "https://id.gs1.org/01/4012345123456/21/T-1",
        "https://id.gs1.org/gtin/4012345123456/ser/T-1",
        "https://id.gs1.org/01/04012345123456/22/2A/10/L-7/21/T-1?17=271231#label",
        "https://user@tyres.example:8443/qr/eu/01/04012345123456/21/T%2D1?linkType=all",
    ],
)
def test_all_names_of_a_unit_are_one(sent: str) -> None:
    assert canonical(sent) == f"{GTIN}/21/T-1"


def test_a_hostile_path_is_read_in_no_time() -> None:
    uri = f"https://maker.example{'/01' * 20_000}"
    begin = process_time()
    assert canonical(uri) == uri
    assert process_time() - begin < 0.5  # every start against every end would take minutes


@pytest.mark.parametrize(
    ("sent", "one"),
    [
        ("urn:epc:class:lgtin:4012345.012345.L-7", f"{GTIN}/10/L-7"),
        ("urn:epc:idpat:sgtin:4012345.012345.*", GTIN),
        ("urn:epc:id:sgtin:4012345.012345.a.b", f"{GTIN}/21/a.b"),
        ("urn:epc:id:sgtin:4012345.012345.*", f"{GTIN}/21/%2A"),
        ("https://dock.example/00/340123453111111115", "https://id.gs1.org/00/340123453111111115"),
        ("https://id.gs1.de/8004/4012345ABC", "https://id.gs1.org/8004/4012345ABC"),
        ("https://maker.example/01/96385074", "https://id.gs1.org/01/00000096385074"),
    ],
)
def test_other_things_have_their_canonical_names(sent: str, one: str) -> None:
    assert canonical(sent) == one


@pytest.mark.parametrize(
    "private",
    [
        "https://id.demo.example/obj/TYRE/T-1",
        "https://id.demo.example/class/COMPOUND/IA-23092018-001",
        "https://id.gs1.org/01/04012345123455/21/wrong-check-digit",
        "https://maker.example/8004/4012345ABC",
        "https://maker.example/401/12345",
        "https://maker.example/01/04012345123456/99/no-such-qualifier",
        "https://maker.example/01/04012345123456/21/",
        "https://maker.example/01/04012345123456/10/L-7/10/L-8",
        "https://maker.example/04012345123456/01",
        "ftp://maker.example/01/04012345123456",
        "https://[::1/01/04012345123456",
        "urn:epc:id:gid:95100000.12345.400",
        "urn:epc:id:sgtin:4012345.012345.",
        "urn:epc:id:sgtin:4012345.12345.1",
        "urn:epc:id:sgtin:40123.01234567.1",
        "urn:epc:id:sgtin:4012345.01234x.1",
        "urn:epc:id:sgtin:4012345.012345.a-serial-of-more-than-twenty-characters",
        "urn:epc:id:sscc:4012345.31111111",
        "urn:epc:id:giai:maker.1",
        "urn:epc:id:lgtin:4012345.012345.L-7",
        "urn:epc:idpat:sgtin:4012345.*.*",
        "urn:epc:idpat:sgtin:4012345.012345.1",
        "urn:epc:idpat:sscc:4012345.*",
        "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
        "IA-23092018-001",
        "",
    ],
)
def test_what_names_nothing_of_gs1_stays_as_it_is(private: str) -> None:
    assert canonical(private) == private


def test_a_urn_needs_its_company_prefix_declared() -> None:
    with pytest.raises(NotSupported) as refused:
        epc_urns.urn_of(f"{GTIN}/21/T-1", company_prefixes={"4012346"})
    assert refused.value.code == "company_prefix_not_declared"


@pytest.mark.parametrize(
    "link",
    [
        "https://id.gs1.org/415/4012345000054/8020/INV-1",
        "https://id.gs1.org/8013/1987654Ad4X4bL5ttr2310c2K",
        "https://id.gs1.org/8006/040123451234560102/10/L-7",
    ],
)
def test_a_key_without_a_urn_says_so(link: str) -> None:
    with pytest.raises(NotSupported) as refused:
        epc_urns.urn_of(link, company_prefixes=PREFIXES)
    assert refused.value.code == "no_urn"


def test_a_private_identifier_is_not_translated() -> None:
    private = "https://id.demo.example/obj/TYRE/T-1"
    assert epc_urns.urn_of(private, company_prefixes=()) == private


def test_the_longest_declared_prefix_is_meant() -> None:
    urn = epc_urns.urn_of(f"{GTIN}/21/T-1", company_prefixes={"401234", "4012345"})
    assert urn == "urn:epc:id:sgtin:4012345.012345.T-1"


@given(urn=urns(), other=urns())
def test_a_pattern_means_its_own_things_alone(urn: str, other: str) -> None:
    scheme, fields = urn.split(":")[3], urn.split(":", 4)[4].split(".")
    company = fields[0]
    pattern = f"urn:epc:idpat:{scheme}:{company}" + ".*" * (
        {"itip": 4, "sscc": 1, "pgln": 1, "giai": 1, "ginc": 1, "gsrn": 1, "gsrnp": 1, "gsin": 1}
    ).get(scheme, 2)
    matches = re.compile(regex_of(pattern)).fullmatch
    is_class = urn.endswith(".*") and ":idpat:" in urn
    assert bool(matches(canonical(urn))) != is_class
    if other.split(":")[3] != scheme or f":{company}." not in other:
        assert not matches(canonical(other))


@pytest.mark.parametrize(
    ("pattern", "meant", "not_meant"),
    [
        ("sgtin:4012345.012345.*", f"{GTIN}/21/T-1", f"{GTIN}/10/L-7"),
        ("sgtin:*.*.*", f"{GTIN}/21/T-1", "https://id.demo.example/obj/TYRE/T-1"),
        ("sgtin:4012345.*.*", f"{GTIN}/21/a%2Fb", "https://id.gs1.org/01/04012346123455/21/1"),
        ("lgtin:4012345.012345.*", f"{GTIN}/10/L-7", f"{GTIN}/21/L-7"),
        (
            "itip:4012345.012345.01.*.*",
            "https://id.gs1.org/8006/040123451234560102/21/1",
            "https://id.gs1.org/8006/040123451234560202/21/1",
        ),
        ("sgln:4012345.00011.*", "https://id.gs1.org/414/4012345000115/254/987", GTIN),
        ("sgln:4012345.00011.*", "https://id.gs1.org/414/4012345000115", GTIN),
        ("cpi:4012345.A-1.*", "https://id.gs1.org/8010/4012345A-1/8011/5", GTIN),
        ("giai:*.*", "https://id.gs1.org/8004/4012345ABC", GTIN),
    ],
)
def test_patterns_of_a_query(pattern: str, meant: str, not_meant: str) -> None:
    regex = re.compile(regex_of(f"urn:epc:idpat:{pattern}"))
    assert regex.fullmatch(meant)
    assert not regex.fullmatch(not_meant)


@pytest.mark.parametrize(
    "text",
    [
        "sgtin:4012345.012345.1",
        "sgtin:*.012345.*",
        "sgtin:4012345.*",
        "sgtin:4012345.01234.*",
        "sgtin:4012345.01234x.*",
        "sgtin:4012.01234567.*",
        "gid:1.2.*",
    ],
)
def test_what_is_no_pattern_has_no_expression(text: str) -> None:
    assert regex_of(f"urn:epc:idpat:{text}") == ""
    assert regex_of(f"urn:epc:id:{text}") == ""
