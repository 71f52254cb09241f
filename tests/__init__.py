"""What Plaudit promises, tried from outside in."""
