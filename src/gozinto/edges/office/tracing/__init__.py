"""The trace page: the question asked, drawn, told as facts and rows, and explained."""
