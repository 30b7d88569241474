"""How well questions are understood: judged lines, figures about them, and reports; told in `docs/evaluation.md`."""
