"""What is said of a fit: warnings, tables, documents."""
