"""Notices, records and assessments: what they say, and that they follow their edition."""
