"""The food plant: nuts through silo, roaster and mill into jars, by the tonne; and salads."""
