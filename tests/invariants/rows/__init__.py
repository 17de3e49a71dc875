"""The matrix: every address of ours, by role."""
