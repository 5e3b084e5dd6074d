"""The EPCIS 2.0 event as a value, and its wire forms."""
