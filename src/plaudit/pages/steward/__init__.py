"""The steward's room: check-ins are opened, shown, scanned into, and typed in from a list."""
