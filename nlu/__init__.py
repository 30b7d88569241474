"""What a message means: plain cores, and beside each the thin Rasa component that calls it."""
