"""The policy tree (施策体系) at the left of the window."""
