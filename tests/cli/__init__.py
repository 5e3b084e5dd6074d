"""What the `gozinto` command shows a shell and its person."""
