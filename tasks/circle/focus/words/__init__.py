"""Fields of meaning as lists of words, until they are data that an administrator may extend."""
