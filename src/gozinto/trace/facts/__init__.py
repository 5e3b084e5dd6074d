"""What an answer says of what it reached: who, where, when, how much, and what is not known."""
