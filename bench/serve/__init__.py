"""How many requests a second the configuration of deploy/ answers."""
