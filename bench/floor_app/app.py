"""The floor: a Streamlit page with so many charts and small lines of constant data, and one control.

`?charts=3&drawings=8` says how many.
"""

import plotly.graph_objects as go
import streamlit as st

PERIODS = ("Last 12 months", "Last 6 months", "Last 3 months", "Last month", "This year", "All data")

st.set_page_config(layout="wide")
period = st.sidebar.selectbox("Period", PERIODS)
st.title("Floor")
st.caption(f"{period}: constant")
columns = st.columns(2)
for number in range(int(st.query_params.get("drawings", "0"))):
    turned = PERIODS.index(period) + number
    points = " ".join(f"{month * 18},{(month * 7 + turned) % 12 * 4}" for month in range(12))
    line = f'<polyline points="{points}" fill="none" stroke="grey"/>'
    columns[number % 2].image(f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="44">{line}</svg>')
for number in range(int(st.query_params.get("charts", "4"))):
    # The period shifts the line, so that every chart is drawn anew as a chart of new figures is.
    heights = [(month * 7 + number + PERIODS.index(period)) % 12 for month in range(12)]
    figure = go.Figure(go.Scatter(x=list(range(12)), y=heights, mode="lines+markers"))
    columns[number % 2].plotly_chart(figure, key=f"chart.{number}")
