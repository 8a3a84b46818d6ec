"""The sheet as a Google Sheet (gspread)."""
