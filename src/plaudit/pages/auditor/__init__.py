"""The auditor's room: the book's checks, recounts and signed closings; nothing of one member."""
