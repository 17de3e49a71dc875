"""Pages of the talk, by noun."""
