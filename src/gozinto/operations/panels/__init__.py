"""What a panel at a machine does: an entry is a scan or a tap in its context, and we decide."""
