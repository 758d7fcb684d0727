"""The people's side: everything a person can do in a Telegram client, as JSON under `/play/`."""
