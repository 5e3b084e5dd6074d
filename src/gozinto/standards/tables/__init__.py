"""Tables as people keep them: CSV and XLSX read row by row under limits, written to come back."""
