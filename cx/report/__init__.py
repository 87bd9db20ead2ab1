"""The board brief: what the pages show, as a document that can be sent on. It knows neither Streamlit nor Plotly."""
