"""The EPCIS binding, as a partner's system meets it."""
