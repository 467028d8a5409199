"""Electronic signatures: putting the office's own on a letter (backend), and reading what a file carries (examining)."""
