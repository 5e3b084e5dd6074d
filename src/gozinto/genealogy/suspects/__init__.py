"""What many bad units have in common: how surprising it is that so many of them share a factor."""
