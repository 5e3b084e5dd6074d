"""The operator panel's sources: that they build, are typed, and do as their own tests say."""
