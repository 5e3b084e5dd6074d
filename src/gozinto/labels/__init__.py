"""What is printed: the label of a thing, the letter to a customer."""
