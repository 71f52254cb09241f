"""The house rules, held by machine: `make check` runs them all, and so does `make test`."""
