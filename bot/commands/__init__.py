"""The command line's commands, those that look after an installation each in a file of their own."""
