"""The trace engine beside its peers: same graph, same questions, equal answers, then times."""
