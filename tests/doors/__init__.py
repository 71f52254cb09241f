"""The doors: what comes in over the wire, and what is answered."""
