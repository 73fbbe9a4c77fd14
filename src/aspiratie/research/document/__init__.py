"""Results as what one hands in: tables in APA style, Word documents, a whole study."""
