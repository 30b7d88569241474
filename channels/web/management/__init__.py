"""Django's commands of the web channel: how `kilotse`, which knows channels by name only, reaches it."""
