-- Who ordered in each period shown.
SELECT split, period, person_no FROM spans WHERE orders > 0
