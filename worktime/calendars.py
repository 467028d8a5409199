"""The office calendar as a plain value, and how one is loaded for an organisation."""
