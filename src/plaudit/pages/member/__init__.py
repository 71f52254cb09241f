"""The member's pages: one statement, seen by its owner alone."""
