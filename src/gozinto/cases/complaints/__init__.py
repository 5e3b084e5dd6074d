"""What is complained of: a claim, the unit behind it, and what becomes of both."""
