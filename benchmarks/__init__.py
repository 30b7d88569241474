"""What `make bench` measures: the figures that docs/benchmarks.md reports, and stock Rasa beside ours."""
