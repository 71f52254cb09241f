"""Tests of the difference between two editions."""
