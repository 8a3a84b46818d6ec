"""What people get wrong in sheet, configuration, answers and command: one list of cases, and the message each of them gives."""
