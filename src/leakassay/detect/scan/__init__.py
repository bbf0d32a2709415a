"""Candidates in free text: patterns and the engine that finds them over bytes."""
