"""A member's rights, proved on the real PostgreSQL: what is shown, carried, held still, erased."""
