"""A long day: many people at once, everything that can go wrong going wrong, and at the end nothing lost or left."""
