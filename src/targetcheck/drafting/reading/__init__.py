"""Readers of documents: text, Markdown, HTML, DOCX, PDF, OFD."""
