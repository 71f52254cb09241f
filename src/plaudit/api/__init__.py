"""The partners' API: HTTP in, one action or one read of the book, JSON out. django-ninja."""
