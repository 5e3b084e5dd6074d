"""The palette: pages, actions and things by their first letters, or by a scan."""
