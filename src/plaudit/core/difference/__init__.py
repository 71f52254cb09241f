"""The difference between two editions of a programme, whole and in words."""
