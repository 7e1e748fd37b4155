"""The interactive 工程表: rows, item layout, painters and interaction are separate parts of one viewport."""
