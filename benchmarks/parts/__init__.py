"""What can be measured: one module a part, each with `measure(run)`, in the order of `--help`."""
