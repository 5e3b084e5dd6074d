"""What a question reads: the record's links, stays and mounts as they stood at a moment."""
