"""Charts as Word draws them: native, editable, each with its workbook."""
