"""People: the cases that the assistant hands over to staff."""
