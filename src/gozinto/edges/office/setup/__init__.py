"""Where the plant is described: every kind of master data as lists and forms."""
