"""The register as XLSX and CSV: out as it is, and in again after a look at what would change."""
