"""Painters of blocks: PDF, workbooks. Their libraries are imported when something is exported."""
