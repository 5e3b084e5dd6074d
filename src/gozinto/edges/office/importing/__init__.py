"""Tables become master data at a desk: sent, mapped, checked, put right, written, undone."""
