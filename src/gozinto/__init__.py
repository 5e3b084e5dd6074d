"""Gozinto: what went into it, and where did it go?"""
