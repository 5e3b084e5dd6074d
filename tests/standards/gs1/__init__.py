"""GS1 identifiers in every form they arrive in."""
