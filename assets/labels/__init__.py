"""Labels with a QR code for sticking on assets."""
