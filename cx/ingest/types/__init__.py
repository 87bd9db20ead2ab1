"""How the text of a column is read: decided over the whole column, asked when the column does not prove it."""
