"""Pages of subgroups, by noun."""
