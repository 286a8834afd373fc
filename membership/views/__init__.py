"""Doors of membership: members, declarations, regradings, withdrawals, prospects, and what membership brings."""
