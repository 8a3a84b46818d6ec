"""Many circles on one machine and on several: real servers, real workers, one of them killed."""
