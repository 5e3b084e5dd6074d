"""Pages of labels: their layouts, the label of a thing, the queue of what is printed."""
