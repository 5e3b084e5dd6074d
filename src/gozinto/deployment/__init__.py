"""All that knows where we run."""
