"""What the tables of officers mean: columns, rows, values, and the questions that only a person can answer.

Nothing here knows the format of a file (``spreadsheets``) or a page. What the list does not say stays
empty: a value is read, repaired and told so, asked, refused with the reason, or ignored; never guessed.
"""
