"""Excel workbooks: the statutory tables as drawn, written by xlsxwriter and read by python-calamine."""
