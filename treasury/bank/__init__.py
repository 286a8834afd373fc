"""Reading a bank's CSV export: bytes in, lines out. No database.

Banks agree on nothing: encodings, separators, decimal marks, orders of day and month, where the sign stands or which
column says it, what a column is called. What can be told is told from whole columns, what cannot be is asked, and no
line gets lost on the way: `recognise` guesses a `Layout`, `read` gives every line with what it is.

    tables      bytes → cells
    currencies  what banks call currencies
    amounts     how an amount is written, and which mark parts its decimals
    days        how a day is written, and in which order
    words       what banks call their columns, directions and states
    columns     which column means what, by name and by content
    layouts     all of that together
    lines       every line of the file: in, out, pending, not readable, and why
    identity    by what a line is known again
    likeness    whether two texts may be one that was saved in two encodings
"""
