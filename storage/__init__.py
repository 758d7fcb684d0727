"""What is remembered: tables, one transaction a move, and the queries of each noun."""
