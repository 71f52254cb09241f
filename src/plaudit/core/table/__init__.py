"""Tables that people keep in spreadsheet programs, read as reports of deeds; nothing is guessed."""
