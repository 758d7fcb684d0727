"""A day of a town, played through the sandbox by people with habits: what ladder and fair share are good for."""
