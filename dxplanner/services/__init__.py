"""What a user can do: commands, undo and redo, snapshots, jobs. Ties the other rooms together."""
