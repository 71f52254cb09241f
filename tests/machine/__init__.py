"""All verbs in random order, on the real database and in a plain model, side by side."""
