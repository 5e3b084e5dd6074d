"""What the standards ask for, mirrored from src/gozinto/standards."""
