"""A plan as a workbook with live formulas: out (`writing`, `formulas`) and back (`reading`), by one layout (`layout`)."""
