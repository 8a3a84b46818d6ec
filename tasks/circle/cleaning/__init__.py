"""What tells who somebody is, found in what participants write."""
