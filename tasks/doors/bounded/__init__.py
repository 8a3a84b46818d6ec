"""What every door over the network has: an end and a size for each exchange."""
