"""Inventarisasi: is what the register says still there? Counted with a phone, one asset after the other."""
