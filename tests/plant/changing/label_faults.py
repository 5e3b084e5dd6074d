"""What can be wrong with layouts, printers and rules, and where that is told."""

from __future__ import annotations

from .works import Rows


def element(kind: str = "text", **values: str) -> tuple[str, dict[str, str]]:
    row = {"layout": "TAG", "nr": "9", "kind": kind, "x_mm": "2", "y_mm": "2"}
    row |= {"width_mm": "10", "height_mm": "5"}
    if kind == "text":
        row |= {"text": "{number}", "size_pt": "9"}
    return "label-elements", row | values


def printer(**values: str) -> tuple[str, dict[str, str]]:
    row = {"code": "P", "name": "P", "connection": "raw", "language": "zpl", "address": "p.example"}
    return "printers", row | values


def rule(**values: str) -> tuple[str, dict[str, str]]:
    return "print-rules", {"code": "R", "when": "received", "purpose": "lot"} | values


FAULTS: list[tuple[Rows, list[tuple[int, str, str]]]] = [
    ([element()], []),
    ([element(text="{number} {{x}} {name}")], []),
    ([element(text="")], [(2, "text", "missing_value")]),
    ([element(size_pt="")], [(2, "size_pt", "missing_value")]),
    ([element(symbology="qr")], [(2, "symbology", "not_for_this_kind")]),
    ([element("symbol", text="{link}", symbology="qr")], []),
    ([element("symbol", text="{link}")], [(2, "symbology", "missing_value")]),
    ([element("symbol", text="{link}", symbology="aztec")], [(2, "symbology", "unknown_choice")]),
    ([element("line", thickness_mm="0.3")], []),
    ([element("line")], [(2, "thickness_mm", "missing_value")]),
    ([element(text="{Number}")], [(2, "text", "bad_label_text")]),
    ([element(text="{number")], [(2, "text", "bad_label_text")]),
    ([element(text="{numer}")], [(2, "text", "unknown_label_field")]),
    ([element(text="{sscc} {role}")], [(2, "text", "unknown_label_field")] * 2),
    ([element(x_mm="1.9")], [(2, "x_mm", "outside_label")]),
    ([element(x_mm="58.01")], [(2, "width_mm", "outside_label")]),
    ([element(x_mm="58", y_mm="43")], []),
    ([element(x_mm="58.01", y_mm="43.01")],
     [(2, "height_mm", "outside_label"), (2, "width_mm", "outside_label")]),
    ([element(width_mm="0")], [(2, "width_mm", "out_of_range")]),
    ([element(width_mm="66.001")], [(2, "width_mm", "too_precise")]),
    ([element(module_mm="0.01")], [(2, "module_mm", "out_of_range")]),
    ([("label-layouts", {"code": "TAG", "width_mm": "40"})], [(0, "width_mm", "outside_label")]),
    ([("label-layouts", {"code": "TAG", "purpose": "serial"})],
     [(0, "layout", "layout_of_another_purpose")]),
    ([printer()], []),
    ([printer(address="10.0.0.7:9100")], []),
    ([printer(address="[fd00::7]:9100")], []),
    ([printer(address="")], [(2, "address", "missing_value")]),
    ([printer(address="http://10.0.0.7/")], [(2, "address", "bad_address")]),
    ([printer(connection="ipp", address="ipp://p.example/ipp/print")], []),
    ([printer(connection="ipp")], [(2, "address", "bad_address")]),
    ([printer(connection="agent", address="")], []),
    ([printer(dpmm="3")], [(2, "dpmm", "out_of_range")]),
    ([printer(equipment="PR-9")], [(2, "equipment", "unknown_reference")]),
    ([rule(layout="TAG", printer="ZEBRA", copies="2")], []),
    ([rule(when="packed")], [(2, "purpose", "no_such_label_then")]),
    ([rule(purpose="serial", layout="TAG")], [(2, "layout", "layout_of_another_purpose")]),
    ([rule(copies="0")], [(2, "copies", "out_of_range")]),
    ([printer(code="ZEBRA", name="Zebra", address="10.0.0.7", media_width_mm="69.99")],
     [(0, "printer", "label_larger_than_media")]),
]  # fmt: skip
