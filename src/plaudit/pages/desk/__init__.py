"""The desk: one member at a time, found by a card, with a reason that the member sees."""
