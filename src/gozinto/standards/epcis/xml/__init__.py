"""EPCIS as XML, versions 2.0 and 1.2 in, 2.0 out: elements to the tree of an event and back."""
