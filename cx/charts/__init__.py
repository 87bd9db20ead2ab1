"""Rows of figures -> Plotly figures, one file per form. Titles are the page's, so that they wrap on a phone."""
