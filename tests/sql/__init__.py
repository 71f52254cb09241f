"""The tables themselves: what they refuse, whoever asks."""
