"""Two runs over mostly the same reports: what was won, what was lost, what changed."""
