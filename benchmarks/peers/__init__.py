"""Other ways to understand a message, on the same content and questions: plain nearest neighbour, language names."""
