"""What is drawn of a label is what it says, in every output."""
