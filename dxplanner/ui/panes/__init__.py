"""The panes of the workspace, one module each with its parts."""
