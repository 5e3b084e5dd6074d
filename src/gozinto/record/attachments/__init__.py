"""Papers beside the record: files on objects and events, each kept once under its own hash."""
