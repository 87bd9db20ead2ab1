"""The floor that pages are held against."""
