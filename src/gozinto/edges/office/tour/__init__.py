"""The tour: eight steps through real pages, five minutes, from a unit that came back."""
