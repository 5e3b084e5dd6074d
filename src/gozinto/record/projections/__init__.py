"""What is derived from the record: written here alone, by capture and by rebuild alike."""
