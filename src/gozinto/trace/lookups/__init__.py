"""What is asked of one thing alone, for its page: each a query or two, however much there is."""
