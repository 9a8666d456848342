"""What a reader attaches to a document: pages as PDFs that archives and screen readers take."""
