"""Offline planning program for a municipality's DX promotion plan (DX推進計画)."""

__version__ = "0.1.0"
