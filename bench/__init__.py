"""Measurements and pictures, made by hand."""
