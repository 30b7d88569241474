"""What staff need to keep the content right: checks of the whole of it, and the picture of what is there."""
