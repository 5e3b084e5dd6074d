"""A recall: what shares a cause is found, frozen, stopped, called back and accounted for."""
