"""Joining a programme, and signing in to one's own pages."""
