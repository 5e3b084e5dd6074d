"""The EPCIS event as a value and as a document."""
