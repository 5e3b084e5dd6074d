"""Accounts, tokens and sessions: who may do what, and everybody's own account."""
