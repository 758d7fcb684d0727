"""The machinery and the words, tried against the sandbox over HTTP."""
