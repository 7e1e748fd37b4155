"""The window: Qt widgets and models. Views listen to the change bus and edit only through commands."""
