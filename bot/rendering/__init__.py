"""From decisions to words: answers as typed blocks that every channel draws in its own way."""
