"""Shift calendars: absolute shifts out of a pattern, over holidays and changes of the clocks."""
