"""From the bytes of a CSV file to checked rows of a canonical table, with every doubt asked and every refusal told."""
