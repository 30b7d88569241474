"""The web widget in a browser: what it weighs, how fast it is, what it does to the page that embeds it."""
