"""Letters by a mail server (yagmail)."""
