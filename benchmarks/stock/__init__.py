"""Stock Rasa: the same entries and questions, with the parts that Rasa's own template uses."""
