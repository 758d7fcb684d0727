"""Listening, tried part by part."""
