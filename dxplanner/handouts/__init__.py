"""Handouts as lists of blocks, built from a frozen snapshot; laid out without Qt, in millimetres."""
