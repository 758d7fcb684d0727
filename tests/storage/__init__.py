"""What is remembered: real SQLite files, real transactions."""
