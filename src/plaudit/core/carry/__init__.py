"""Carrying: everything held about one member as a file that explains itself, out and in again."""
