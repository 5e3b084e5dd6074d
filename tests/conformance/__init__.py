"""The published test data of others, read from beside the project."""
