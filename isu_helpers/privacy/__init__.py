"""What people write: small counts, names and numbers that may point somebody out."""
