"""Mirror the five rooms, with stories/ (whole flows) and house/ (the laws) beside."""
