"""The book and the server that keeps it."""
