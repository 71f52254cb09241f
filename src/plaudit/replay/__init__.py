"""An edition over many deeds at once: columns instead of one deed after the other."""
