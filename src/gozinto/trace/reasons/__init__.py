"""Why something is in an answer or is not, in words, and what each width adds."""
