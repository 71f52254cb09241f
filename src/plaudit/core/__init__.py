"""Values and arithmetic of Plaudit: standard library only, no I/O, no clock, no chance."""
