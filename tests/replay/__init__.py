"""Replays: the second engine against the reference, and files in and out."""
