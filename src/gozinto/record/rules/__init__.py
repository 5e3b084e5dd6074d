"""What must not enter the record, and what must not happen in the plant."""
