"""The stations of the shop floor as an office keeps them, the PINs of its people, and trust."""
