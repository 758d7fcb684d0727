"""The rules, tried without a database, a clock or a chat."""
