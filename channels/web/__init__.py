"""The website's channel: the API, the stream, the widget and a plain page that embeds it."""
