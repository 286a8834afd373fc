"""``make bench``: the main pages beside a bare reference view, in the same run, at two sizes."""
