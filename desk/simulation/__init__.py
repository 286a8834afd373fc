"""A consortium lived through under a simulated clock: every act goes through the real verbs, asked first.

`stage` holds the clock and asks before it acts, `cast` is who there is, `scenes` is what happens, `habits`
is what happens again and again. Nothing is inserted behind the rules' back.
"""
