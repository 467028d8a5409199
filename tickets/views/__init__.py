"""Pages of the tickets: conversations only. What may be done is asked of tickets.permissions, done by tickets.transitions."""
