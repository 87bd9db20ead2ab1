"""The peer that pages are held against."""
