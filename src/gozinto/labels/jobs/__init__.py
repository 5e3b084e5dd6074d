"""The queue of what is to be printed, and the register of what was."""
