"""The pages as a report: run without a browser, and what they showed read off them."""
