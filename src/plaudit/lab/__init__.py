"""Trying rules out on the past: made-up cities, rehearsals. It reads, and never writes the book."""
