"""Why no edition can be made or used."""


class Refused(Exception):
    """Raised for a site or a file that is no edition or cannot become one; says what to do."""
