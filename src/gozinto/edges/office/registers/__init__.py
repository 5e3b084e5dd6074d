"""The lists of the office: lots and serials, receipts, jobs, shipments, returns, partners."""
