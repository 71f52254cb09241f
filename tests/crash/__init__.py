"""Crash tests: the real service and its database are killed, again and again, and compared."""
