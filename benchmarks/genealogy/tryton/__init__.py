"""The peer `tryton`: a business system with lots that pip can install, in an environment of its
own and a process of its own, asked for the same genealogy by its own lot trace."""

from benchmarks.genealogy.tryton.books import on_days
from benchmarks.genealogy.tryton.environment import NotToBeHad
from benchmarks.genealogy.tryton.peers import NAMES, opened

__all__ = ["NAMES", "NotToBeHad", "on_days", "opened"]
