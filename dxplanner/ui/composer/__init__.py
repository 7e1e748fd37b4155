"""資料: composing handouts, with a live preview of their real pages."""
