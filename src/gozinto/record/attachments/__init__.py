"""Files beside the record, on objects, events and rows; each content once under its own hash."""
