"""What pages, notices and reports say about a ticket, in Indonesian words: reads, never changes."""
