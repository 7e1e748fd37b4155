"""The plan file: one SQLite file, safe to copy after every edit (decision 5)."""
