"""Staff's side: where cases come in and people answer. German, for browsers with and without JavaScript."""
