"""How the world talks to us."""
