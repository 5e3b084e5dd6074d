"""Files on objects, events and rows: shown, added, fetched and withdrawn."""
