"""What may happen: pure rules over plain facts, with no clock, no SQL, no Telegram and no sentences."""
