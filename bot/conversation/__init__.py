"""The durable conversation: numbered log, turn-taking, outbox, and what ends it."""
