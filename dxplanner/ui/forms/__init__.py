"""Editors of fields, made from the fields' declarations: label, unit, tooltip, check, 出典, all in place."""
