"""Journeys: the service as it runs, seen with a real browser."""
