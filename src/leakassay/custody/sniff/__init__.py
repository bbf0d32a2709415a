"""Sniffers: what bytes look like, one file per family of formats; scores from 0 to 100."""
