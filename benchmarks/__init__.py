"""How fast it is, measured side by side on one machine; no test of the suite is timed."""
