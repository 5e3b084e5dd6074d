"""Shift calendars: the pattern that a plant works by becomes shifts with absolute bounds."""
