"""The benchmarks themselves: that they run, and that what they compare is equal."""
