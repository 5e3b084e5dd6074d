"""What is printed: the label of a thing."""
