"""Staff: signing in by passkey, a shift, and the rooms that a person's roles open."""
