"""The floor: a Streamlit page with so many charts and small lines of constant data, and one control.

`?charts=3&drawings=8` says how many. `&metrics=8&links=40&texts=20&expanders=3`: so many other elements as well.
"""

import plotly.graph_objects as go
import streamlit as st

PERIODS = ("Last 12 months", "Last 6 months", "Last 3 months", "Last month", "This year", "All data")


def wanted(kind: str, usual: str = "0") -> range:
    """As many as the address asks for."""
    return range(int(st.query_params.get(kind, usual)))


def draw() -> None:
    """The page; what is asked for stands in two columns in turn."""
    period = st.sidebar.selectbox("Period", PERIODS)
    place = PERIODS.index(period)
    st.title("Floor")
    st.caption(f"{period}: constant")
    columns = st.columns(2)
    for number in wanted("drawings"):
        points = " ".join(f"{month * 18},{(month * 7 + place + number) % 12 * 4}" for month in range(12))
        line = f'<polyline points="{points}" fill="none" stroke="grey"/>'
        columns[number % 2].image(f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="44">{line}</svg>')
    for number in wanted("metrics"):
        columns[number % 2].metric(f"Metric {number}", place + number, number, help="constant")
    for number in wanted("links"):
        # As on our pages a link carries the choices, so that all of them change with one.
        query = {"period": period, "n": str(number)}
        columns[number % 2].page_link(page, label=f"Link {number}", query_params=query)
    for number in wanted("texts"):
        columns[number % 2].caption(f"**{period}**: constant text, line {number}, from 1 to {number + 10} (95%)")
    for number in wanted("expanders"):
        columns[number % 2].expander(f"Table {number}")
    for number in wanted("charts", "4"):
        # The period shifts the line, so that every chart is drawn anew as a chart of new figures is.
        heights = [(month * 7 + number + place) % 12 for month in range(12)]
        figure = go.Figure(go.Scatter(x=list(range(12)), y=heights, mode="lines+markers"))
        columns[number % 2].plotly_chart(figure, key=f"chart.{number}")


st.set_page_config(layout="wide")
page = st.Page(draw, title="Floor")
st.navigation([page], position="hidden").run()
