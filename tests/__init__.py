"""Tests mirror hooks/guide; a copy of the site is built, served and opened in a browser."""
