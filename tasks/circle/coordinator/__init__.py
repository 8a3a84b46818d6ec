"""What coordinators are shown and choose."""
