"""Killed at every commit and every call of whole stories: after a restart each ends as if nothing had happened."""
