"""The pages for desks."""
