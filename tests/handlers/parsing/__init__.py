"""What people type, read: tables of sentences in both languages."""
