"""Tables that people keep become master data, and master data becomes tables again."""
