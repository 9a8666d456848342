"""What a built site needs to be put on the web."""
