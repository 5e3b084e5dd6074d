"""The verbs of a plant: each says what happened as one EPCIS event and captures it."""
