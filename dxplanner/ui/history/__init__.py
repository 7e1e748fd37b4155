"""変更履歴: who changed what, when; going there; taking back one change."""
