"""How people reach kilotse: each channel authenticates people and draws what the assistant says."""
