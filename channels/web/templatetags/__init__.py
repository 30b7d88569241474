"""What the templates of the web channel may call."""
