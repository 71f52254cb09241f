"""One verb for each file, one transaction each."""
