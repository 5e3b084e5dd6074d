"""The EPCIS 2.0 REST binding under /epcis: parse, one call inward, render in JSON or XML."""
