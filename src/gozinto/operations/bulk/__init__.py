"""The same done to many things, one after another, beside whoever asked for it."""
