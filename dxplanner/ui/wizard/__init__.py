"""The wizard that makes a new plan file, step by step."""
