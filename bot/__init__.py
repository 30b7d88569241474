"""The public house: the durable log, turn-taking, rendering, and the one door to the Rasa engine."""
