"""What a page costs a reader before anything is done, beside stock Material. See ``__main__``."""
