"""The ground: what kilotse knows and how it says it. Imports nothing of ours; runs in both houses."""
