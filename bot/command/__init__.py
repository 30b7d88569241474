"""The `kilotse` command."""
