"""Barcodes: what each kind holds, drawing one, and finding those in a picture."""
