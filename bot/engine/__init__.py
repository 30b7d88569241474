"""The one door to the Rasa engine: a small HTTP contract, checked on both sides."""
