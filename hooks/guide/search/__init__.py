"""The index of the site's search: small files that a reader's browser asks for as they type."""
