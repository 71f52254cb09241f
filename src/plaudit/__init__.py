"""Plaudit: opt-in civic rewards, correct, explained and private."""
