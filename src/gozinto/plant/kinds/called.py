"""What fields and kinds are called in front of people: in English, in Turkish, in German.

Each name of a field is also a header that a table may have (`headers.py`), so that whatever a
page or a person writes above a column is read back.
"""

from __future__ import annotations

from collections.abc import Mapping

from gozinto.plant.kinds.declaring import Kind

Called = tuple[str, str, str]
LANGUAGES = ("en", "tr", "de")

FIELDS: Mapping[str, Called] = {
    "acceptance_number": ("Acceptance number", "Kabul sayısı", "Annahmezahl"),
    "address": ("Address", "Adres", "Adresse"),
    "align": ("Alignment", "Hizalama", "Ausrichtung"),
    "asset": ("Tool", "Takım", "Werkzeug"),
    "asset_kind": ("Kind of tool", "Takım türü", "Werkzeugart"),
    "bold": ("Bold", "Kalın", "Fett"),
    "calendar": ("Calendar", "Takvim", "Kalender"),
    "calibrated_on": ("Calibrated on", "Kalibrasyon tarihi", "Kalibriert am"),
    "calibration_interval_days": (
        "Calibration interval, days",
        "Kalibrasyon aralığı, gün",
        "Kalibrierintervall, Tage",
    ),
    "case": ("Corrective action", "Düzeltici faaliyet", "Korrekturmaßnahme"),
    "category": ("Category", "Kategori", "Kategorie"),
    "certificate": ("Certificate", "Sertifika", "Zertifikat"),
    "choices": ("Choices", "Seçenekler", "Auswahl"),
    "code": ("Code", "Kod", "Kürzel"),
    "component": ("Component", "Bileşen", "Komponente"),
    "condition": ("Condition", "Fiziksel durum", "Zustand"),
    "connection": ("Connection", "Bağlantı", "Anschluss"),
    "copies": ("Copies", "Kopya", "Kopien"),
    "crew": ("Crew", "Ekip", "Mannschaft"),
    "cycle_days": ("Cycle length, days", "Döngü uzunluğu, gün", "Zykluslänge, Tage"),
    "cycle_limit": ("Cycle limit", "Çevrim limiti", "Zyklengrenze"),
    "cycle_starts_on": ("Cycle starts on", "Döngü başlangıcı", "Zyklusbeginn"),
    "cycles": ("Cycles at most", "En çok çevrim", "Höchstens Zyklen"),
    "date": ("Date", "Tarih", "Datum"),
    "day": ("Day of the cycle", "Döngü günü", "Zyklustag"),
    "domain": ("Domain", "Alan adı", "Domäne"),
    "dpmm": ("Dots per mm", "Nokta/mm", "Punkte je mm"),
    "due_on": ("Due on", "Son tarih", "Fällig am"),
    "effective_from": ("Valid from", "Geçerlilik başlangıcı", "Gültig ab"),
    "effective_to": ("Valid to", "Geçerlilik bitişi", "Gültig bis"),
    "email": ("E-mail", "E-posta", "E-Mail"),
    "ends": ("Ends", "Bitiş saati", "Ende"),
    "ends_at": ("Ends at", "Bitiş zamanı", "Ende"),
    "equipment": ("Equipment", "Ekipman", "Anlage"),
    "expires_on": ("Expires on", "Son geçerlilik", "Läuft ab am"),
    "factor": ("Factor", "Katsayı", "Faktor"),
    "fit": ("If too long", "Uzunsa", "Wenn zu lang"),
    "flow": ("Flow", "Akış", "Materialfluss"),
    "from_on": ("From", "Başlangıç tarihi", "Seit"),
    "from_uom": ("From unit", "Kaynak birim", "Ausgangseinheit"),
    "gapless": ("Without gaps", "Boşluksuz", "Lückenlos"),
    "gauge": ("Gauge", "Ölçü aleti", "Prüfmittel"),
    "gln": ("GLN", "GLN", "GLN"),
    "gtin": ("GTIN", "GTIN", "GTIN"),
    "height_mm": ("Height, mm", "Yükseklik, mm", "Höhe, mm"),
    "hours": ("Hours", "Saat", "Stunden"),
    "human_readable": ("Text below", "Altta metin", "Klartext"),
    "in_service_on": ("In service since", "Devreye alma tarihi", "In Betrieb seit"),
    "instructions": ("Instructions", "Talimat", "Anweisung"),
    "kind": ("Kind", "Tür", "Art"),
    "language": ("Printer language", "Yazıcı dili", "Druckersprache"),
    "layout": ("Label layout", "Etiket düzeni", "Etikettenlayout"),
    "level": ("Level", "Seviye", "Ebene"),
    "life_days": ("Life, days", "Ömür, gün", "Lebensdauer, Tage"),
    "line": ("Production line", "Üretim hattı", "Fertigungslinie"),
    "lot_format": ("Lot number format", "Parti no formatı", "Losnummernformat"),
    "lower": ("Lower limit", "Alt sınır", "Untere Grenze"),
    "margin_mm": ("Margin, mm", "Kenar boşluğu, mm", "Rand, mm"),
    "material": ("Material", "Malzeme", "Material"),
    "measures_uom": ("Measuring unit", "Ölçüm birimi", "Messeinheit"),
    "media_height_mm": ("Media height, mm", "Etiket yüksekliği, mm", "Etikettenhöhe, mm"),
    "media_width_mm": ("Media width, mm", "Etiket genişliği, mm", "Etikettenbreite, mm"),
    "module_mm": ("Module width, mm", "Modül genişliği, mm", "Modulbreite, mm"),
    "name": ("Name", "Ad", "Bezeichnung"),
    "note": ("Note", "Not", "Bemerkung"),
    "nr": ("Element no", "Öğe no", "Elementnummer"),
    "number": ("Number", "Numara", "Nummer"),
    "obtained_on": ("Obtained on", "Alındığı tarih", "Erworben am"),
    "order": ("Order", "Sipariş", "Auftrag"),
    "parameter": ("Measured quantity", "Ölçülen büyüklük", "Messgröße"),
    "parent": ("Part of", "Bağlı olduğu", "Gehört zu"),
    "partner": ("Partner", "İş ortağı", "Geschäftspartner"),
    "pattern": ("Pattern", "Desen", "Muster"),
    "person": ("Person", "Personel", "Mitarbeiter"),
    "plan": ("Inspection plan", "Kontrol planı", "Prüfplan"),
    "position": ("Position", "Pozisyon", "Lage"),
    "printer": ("Printer", "Yazıcı", "Drucker"),
    "priority": ("Priority", "Öncelik", "Priorität"),
    "product": ("Product", "Ürün", "Erzeugnis"),
    "purpose": ("Used for", "Kullanım", "Verwendung"),
    "quantity": ("Quantity", "Miktar", "Menge"),
    "required": ("Required", "Zorunlu", "Erforderlich"),
    "result": ("Result", "Sonuç", "Ergebnis"),
    "revision": ("Revision", "Revizyon", "Änderungsstand"),
    "sample_percent": ("Sample, percent", "Numune yüzdesi", "Stichprobe, Prozent"),
    "sample_size": ("Sample size", "Numune sayısı", "Stichprobenumfang"),
    "sampling": ("Sampling", "Örnekleme", "Prüfumfang"),
    "sequence": ("Sequence", "Sıra", "Reihenfolge"),
    "serial_format": ("Serial number format", "Seri no formatı", "Seriennummernformat"),
    "severity": ("Live entries are", "Canlı giriş", "Live-Eingaben werden"),
    "shelf_life_days": ("Shelf life, days", "Raf ömrü, gün", "Haltbarkeit, Tage"),
    "since": ("In force since", "Yürürlük başlangıcı", "In Kraft seit"),
    "size_pt": ("Font size, pt", "Yazı boyutu, pt", "Schriftgröße, pt"),
    "skill": ("Skill", "Yetkinlik", "Qualifikation"),
    "slot": ("Slot", "Yuva", "Einbauort"),
    "starts": ("Starts", "Başlangıç saati", "Beginn"),
    "starts_at": ("Starts at", "Başlangıç zamanı", "Beginn"),
    "state": ("State", "Durum", "Status"),
    "step": ("Step", "Adım", "Arbeitsgang"),
    "subject": ("What it numbers", "Neyin numarası", "Gegenstand"),
    "supplier": ("Supplier", "Tedarikçi", "Lieferant"),
    "supplier_lot": ("Supplier lot", "Tedarikçi parti no", "Lieferantencharge"),
    "symbology": ("Barcode", "Barkod", "Barcode"),
    "target": ("Target", "Hedef", "Sollwert"),
    "text": ("Content", "İçerik", "Inhalt"),
    "thickness_mm": ("Thickness, mm", "Çizgi kalınlığı, mm", "Strichstärke, mm"),
    "to_on": ("Until", "Bitiş tarihi", "Bis"),
    "to_uom": ("To unit", "Hedef birim", "Zieleinheit"),
    "tolerance_percent": ("Tolerance, percent", "Tolerans yüzdesi", "Toleranz, Prozent"),
    "tracking": ("Traced by", "İzleme", "Verfolgung"),
    "unit_value": ("Value of one unit", "Birim değeri", "Wert je Einheit"),
    "until": ("In force until", "Yürürlük bitişi", "In Kraft bis"),
    "uom": ("Unit", "Birim", "Einheit"),
    "upper": ("Upper limit", "Üst sınır", "Obere Grenze"),
    "when": ("When", "Ne zaman", "Wann"),
    "width_mm": ("Width, mm", "Genişlik, mm", "Breite, mm"),
    "work_center": ("Work center", "İş merkezi", "Arbeitsplatz"),
    "x_mm": ("From the left, mm", "Soldan, mm", "Von links, mm"),
    "y_mm": ("From the top, mm", "Üstten, mm", "Von oben, mm"),
    "zone": ("Time zone", "Saat dilimi", "Zeitzone"),
}
"""By the name of the field."""

_ONLY_THERE: Mapping[tuple[str, str], Called] = {
    ("calendar-shifts", "code"): ("Shift", "Vardiya", "Schicht"),
    ("partners", "language"): ("Language of letters", "Yazışma dili", "Sprache der Briefe"),
    ("interlocks", "condition"): (
        "What must not happen",
        "Ne olmamalı",
        "Was nicht geschehen darf",
    ),
    ("order-lines", "line"): ("Line", "Kalem", "Auftragsposition"),
    ("people", "code"): ("Personnel number", "Sicil no", "Personalnummer"),
    ("people", "name"): ("Full name", "Ad soyad", "Vor- und Nachname"),
    ("routing-steps", "name"): ("Operation text", "Operasyon adı", "Arbeitsgangtext"),
    ("shifts", "code"): ("Shift", "Vardiya", "Schicht"),
}
"""Where a kind calls a field otherwise than the others do."""

KINDS: Mapping[str, tuple[Called, Called]] = {
    "enterprise": (("Enterprise", "İşletme", "Unternehmen"),) * 2,
    "skills": (("Skills", "Yetkinlikler", "Qualifikationen"), ("Skill", "Yetkinlik", "Fähigkeit")),
    "people": (("People", "Personel", "Personen"), ("Person", "Kişi", "Person")),
    "crews": (("Crews", "Ekipler", "Mannschaften"), ("Crew", "Ekip", "Mannschaft")),
    "calendars": (("Calendars", "Takvimler", "Kalender"), ("Calendar", "Takvim", "Kalender")),
    "calendar-shifts": (
        ("Shifts of calendars", "Takvim vardiyaları", "Schichten der Kalender"),
        ("Shift of a calendar", "Takvim vardiyası", "Schicht eines Kalenders"),
    ),
    "holidays": (("Holidays", "Tatiller", "Feiertage"), ("Holiday", "Tatil", "Feiertag")),
    "shifts": (("Shifts", "Vardiyalar", "Schichten"), ("Shift", "Vardiya", "Schicht")),
    "equipment": (("Equipment", "Ekipman", "Anlagen"), ("Equipment", "Ekipman", "Anlage")),
    "assets": (
        ("Tools and gauges", "Takımlar ve ölçü aletleri", "Werkzeuge und Prüfmittel"),
        ("Tool or gauge", "Takım veya ölçü aleti", "Werkzeug oder Prüfmittel"),
    ),
    "calibrations": (
        ("Calibrations", "Kalibrasyonlar", "Kalibrierungen"),
        ("Calibration", "Kalibrasyon", "Kalibrierung"),
    ),
    "qualifications": (
        ("Qualifications", "Yetkinlik belgeleri", "Nachweise"),
        ("Qualification", "Yetkinlik belgesi", "Nachweis"),
    ),
    "crew-members": (
        ("Members of crews", "Ekip üyeleri", "Mitglieder der Mannschaften"),
        ("Member of a crew", "Ekip üyesi", "Mitglied einer Mannschaft"),
    ),
    "partners": (
        ("Partners", "İş ortakları", "Geschäftspartner"),
        ("Partner", "İş ortağı", "Geschäftspartner"),
    ),
    "locations": (("Locations", "Lokasyonlar", "Lagerorte"), ("Location", "Lokasyon", "Lagerort")),
    "reasons": (("Reasons", "Nedenler", "Gründe"), ("Reason", "Neden", "Grund")),
    "materials": (("Materials", "Malzemeler", "Materialien"), ("Material", "Malzeme", "Material")),
    "numbering-formats": (
        ("Numbering formats", "Numara formatları", "Nummernformate"),
        ("Numbering format", "Numara formatı", "Nummernformat"),
    ),
    "supplier-patterns": (
        ("Patterns of suppliers", "Tedarikçi desenleri", "Muster der Lieferanten"),
        ("Pattern of a supplier", "Tedarikçi deseni", "Muster eines Lieferanten"),
    ),
    "approvals": (("Approvals", "Onaylar", "Freigaben"), ("Approval", "Onay", "Freigabe")),
    "material-revisions": (
        ("Revisions of materials", "Malzeme revizyonları", "Änderungsstände der Materialien"),
        ("Revision", "Revizyon", "Änderungsstand"),
    ),
    "unit-conversions": (
        ("Unit conversions", "Birim dönüşümleri", "Umrechnungen"),
        ("Unit conversion", "Birim dönüşümü", "Umrechnung"),
    ),
    "bill-lines": (
        ("Bills of material", "Ürün ağaçları", "Stücklisten"),
        ("Bill line", "Ürün ağacı satırı", "Stücklistenposition"),
    ),
    "routing-steps": (
        ("Routings", "Rotalar", "Arbeitspläne"),
        ("Routing step", "Rota adımı", "Arbeitsgang"),
    ),
    "inspection-plans": (
        ("Inspection plans", "Kontrol planları", "Prüfpläne"),
        ("Inspection plan", "Kontrol planı", "Prüfplan"),
    ),
    "characteristics": (
        ("Characteristics", "Karakteristikler", "Merkmale"),
        ("Characteristic", "Karakteristik", "Merkmal"),
    ),
    "interlocks": (
        ("Interlocks", "Kilitlemeler", "Verriegelungen"),
        ("Interlock", "Kilitleme", "Verriegelung"),
    ),
    "orders": (("Orders", "Siparişler", "Aufträge"), ("Order", "Sipariş", "Auftrag")),
    "order-lines": (
        ("Order lines", "Sipariş kalemleri", "Auftragspositionen"),
        ("Order line", "Sipariş kalemi", "Auftragsposition"),
    ),
    "label-layouts": (
        ("Label layouts", "Etiket düzenleri", "Etikettenlayouts"),
        ("Label layout", "Etiket düzeni", "Etikettenlayout"),
    ),
    "label-elements": (
        ("Elements of label layouts", "Etiket düzeni öğeleri", "Elemente der Etikettenlayouts"),
        ("Element of a label layout", "Etiket düzeni öğesi", "Element eines Etikettenlayouts"),
    ),
    "printers": (("Printers", "Yazıcılar", "Drucker"), ("Printer", "Yazıcı", "Drucker")),
    "print-rules": (
        ("Print rules", "Baskı kuralları", "Druckregeln"),
        ("Print rule", "Baskı kuralı", "Druckregel"),
    ),
}
"""By kind: what all of its rows are called, and one of them."""


def of_field(kind: Kind, name: str) -> Called:
    """What a kind calls one of its fields."""
    return _ONLY_THERE.get((kind.name, name)) or FIELDS[name]


def in_language(called: Called, language: str) -> str:
    """The name in a language; the English one in any that is not here."""
    short = language.partition("-")[0]
    return called[LANGUAGES.index(short) if short in LANGUAGES else 0]
