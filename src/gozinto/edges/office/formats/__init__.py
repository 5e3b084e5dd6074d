"""How days and times are written in each language; Django finds them by the name of the folder."""
