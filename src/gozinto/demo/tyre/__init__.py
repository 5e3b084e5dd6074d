"""The tyre plant: thirteen steps from the supplier's lot to the dealer and back."""
