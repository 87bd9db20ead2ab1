-- What each customer adds then and now, in one line, with the one group that the view splits by.
SELECT pairs.* FROM pairs
