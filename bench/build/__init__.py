"""How long builds and previews take, beside the stock generator."""
