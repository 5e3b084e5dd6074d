"""Each verb says what happened in the words of EPCIS."""
