"""The engine room of the CX executive dashboard; see CONTRIBUTING.md for the rooms."""
