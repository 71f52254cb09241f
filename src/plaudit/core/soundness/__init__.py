"""Whether an edition is sound as arithmetic: the conditions of the law of counting, and bounds."""
