"""Made-up cities and rehearsals."""
