"""The door for deeds: bytes to reports, reports to outcomes. The only room with `async`."""
