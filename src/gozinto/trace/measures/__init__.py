"""Figures of a lot: its mass balance, how far it spread, what taking it back would cost."""
