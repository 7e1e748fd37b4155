"""The sheet (表): rows of the plan, read and typed like a worksheet. ``sheet.Sheet`` is its widget."""
