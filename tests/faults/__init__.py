"""Kills and refusals, each with a control that must fail."""
