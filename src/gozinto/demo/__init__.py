"""Plants that generate themselves, only through operations."""
