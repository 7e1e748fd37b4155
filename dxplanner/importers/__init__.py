"""What comes in from outside: readable plan data, pasted ranges, workbooks. None of it is trusted."""
