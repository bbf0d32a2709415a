"""Makers by what they write: extracts, messages, documents, databases, containers, business papers."""
