"""Files on objects and events: shown, added, fetched and withdrawn."""
