"""One outside each, behind the ports of `ports.py`; none of them knows Prefect or another door (save `opening`)."""
