"""The rooms of the house: `circle` decides, `doors` reach the outside, the modules here are Prefect's tasks between them."""
