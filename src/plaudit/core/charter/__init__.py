"""The charter: what no programme may do, clause by clause, and the check that runs it."""
