"""The charter: its clauses, its cases, and what no edition can do to the check."""
