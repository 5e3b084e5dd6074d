"""Corrective actions: what is contained, done, proven, and then forbidden for good.

`lines.py` is who does what until when, `acting.py` the steps that bring something about,
`counting.py` and `proving.py` the rates before and after, `forbidding.py` the interlock that a
proven action becomes, `due.py` what waits for somebody.
"""
