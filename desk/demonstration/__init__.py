"""The demonstration's own pages: choose whom to be, and read the mail that went out. Elsewhere they are 404."""
