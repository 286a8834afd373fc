"""What happens: the founding day, the meetings, the money, and what goes wrong."""
