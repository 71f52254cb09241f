"""What is made from an edition for those it is about: privacy notice, record, assessment."""
