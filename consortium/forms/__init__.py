"""What the pages of bodies, motions and meetings ask for."""
