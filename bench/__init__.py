"""Reproducible measurements, side by side."""
