"""The site's search beside others': what it costs, and what it finds. See ``__main__``."""
