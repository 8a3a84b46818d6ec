"""The sheet as an Excel file (openpyxl)."""
