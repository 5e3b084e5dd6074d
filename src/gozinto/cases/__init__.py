"""Long-lived quality records: what was complained of, called back, put right and rehearsed.

A case is its steps: each dated, by somebody, added and never changed. `kinds` is what a
kind of case may be taken through, as tables; `stepping.py` the one door for steps.
"""
