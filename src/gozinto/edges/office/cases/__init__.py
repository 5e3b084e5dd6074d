"""Cases as pages: the list of them, each with its steps, and what may be done now."""
