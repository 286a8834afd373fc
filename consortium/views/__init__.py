"""Pages of bodies and people, motions and meetings."""
