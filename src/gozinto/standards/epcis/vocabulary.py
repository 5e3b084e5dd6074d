"""The words of EPCIS 2.0 and CBV 2.0: bare inside, full URIs recognised on the way in.

Source: CBV 2.0 sections 7.1 to 7.5 and EPCIS 2.0 section 7.4. A bare word that is not listed
here is a fault; a company's own word is a full URI.
"""

from __future__ import annotations

from collections.abc import Mapping

URN_NAMESPACES: Mapping[str, str] = {
    f"urn:epcglobal:cbv:{kind.lower()}:": f"https://ref.gs1.org/cbv/{kind}-"
    for kind in ("BizStep", "Disp", "BTT", "SDT", "ER")
}
"""The URN form of the standard's words, and the web form that replaced it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACTIONS = frozenset(("ADD", "OBSERVE", "DELETE"))

BIZ_STEPS = _words(
    """accepting arriving assembling collecting commissioning consigning creating_class_instance
    cycle_counting decommissioning departing destroying disassembling dispensing encoding
    entering_exiting holding inspecting installing killing loading other packing picking
    receiving removing repackaging repairing replacing reserving retail_selling sampling
    sensor_reporting shipping staging_outbound stock_taking stocking storing transporting
    unloading unpacking void_shipping"""
)
DISPOSITIONS = _words(
    """active available completeness_inferred completeness_verified conformant container_closed
    container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit
    inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement
    no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved
    retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown"""
)
BIZ_TRANSACTION_TYPES = _words(
    "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"
)
SOURCE_DESTINATION_TYPES = frozenset(("location", "owning_party", "possessing_party"))
ERROR_REASONS = frozenset(("did_not_occur", "incorrect_data"))
SENSOR_ALERTS = frozenset(("ALARM_CONDITION", "ERROR_CONDITION"))
COMPONENTS = _words(
    """altitude axial_distance azimuth easting elevation_angle height latitude longitude northing
    polar_angle spherical_radius x y z"""
)
MEASUREMENT_TYPES = _words(
    """AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance
    AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity
    Area Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent
    DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity
    ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance
    KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity
    MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass MassConcentration
    MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass
    MolarVolume Power Pressure RadiantFlux RadiantIntensity Radioactivity RelativeHumidity
    Resistance Resistivity SolidAngle SpecificVolume Speed SurfaceDensity SurfaceTension
    Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux
    Wavenumber"""
)

_CBV = "https://ref.gs1.org/cbv/"
_GS1 = ("https://gs1.org/voc/", "https://ref.gs1.org/voc/", "https://www.gs1.org/voc/")


class Vocabulary:
    """One list of words, and the URI forms the standard gives each of them."""

    def __init__(self, name: str, words: frozenset[str], *namespaces: str) -> None:
        self.name = name
        self.words = words
        self._namespace = namespaces[0]
        self._bare = {namespace + word: word for namespace in namespaces for word in words}

    def bare(self, uri: str) -> str:
        """The bare word of a full URI of the standard; any other text unchanged."""
        return self._bare.get(uri, uri)

    def full(self, word: str) -> str:
        """The web URI of a word of the standard; any other text unchanged."""
        return self._namespace + word if word in self.words else word


BIZ_STEP = Vocabulary("bizStep", BIZ_STEPS, _CBV + "BizStep-", "urn:epcglobal:cbv:bizstep:")
DISPOSITION = Vocabulary("disposition", DISPOSITIONS, _CBV + "Disp-", "urn:epcglobal:cbv:disp:")
BIZ_TRANSACTION_TYPE = Vocabulary(
    "business transaction type", BIZ_TRANSACTION_TYPES, _CBV + "BTT-", "urn:epcglobal:cbv:btt:"
)
SOURCE_DESTINATION_TYPE = Vocabulary(
    "source or destination type",
    SOURCE_DESTINATION_TYPES,
    _CBV + "SDT-",
    "urn:epcglobal:cbv:sdt:",
)
ERROR_REASON = Vocabulary("error reason", ERROR_REASONS, _CBV + "ER-", "urn:epcglobal:cbv:er:")
COMPONENT = Vocabulary("component", COMPONENTS, _CBV + "Comp-")
MEASUREMENT_TYPE = Vocabulary("measurement type", MEASUREMENT_TYPES, *_GS1)
SENSOR_ALERT = Vocabulary("sensor alert", SENSOR_ALERTS, *_GS1)

SENSOR_METADATA_FIELDS = _words(
    "bizRules dataProcessingMethod deviceID deviceMetadata endTime rawData startTime time"
)
SENSOR_REPORT_FIELDS = _words(
    """bizRules booleanValue chemicalSubstance component coordinateReferenceSystem
    dataProcessingMethod deviceID deviceMetadata exception hexBinaryValue maxValue meanValue
    microorganism minValue percRank percValue rawData sDev stringValue time type uom uriValue
    value"""
)

DEFAULT_PREFIXES: Mapping[str, str] = {
    "cbv": _CBV,
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "epcis": "https://ref.gs1.org/epcis/",
    "gs1": _GS1[0],
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that documents use undeclared because the standard's own context has them."""
