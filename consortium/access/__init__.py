"""Who may do what to bodies, seats, motions and meetings. When it is possible is the verbs' question."""
