"""Cases: what programmes promise, in files that their staff can write."""
