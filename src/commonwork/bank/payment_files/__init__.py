"""Files that move money: NACHA and SEPA pain.001, behind one small interface. Pure text in, pure text out.

`nacha_records` the records of a NACHA file, read and written byte for byte · `nacha` a balanced file from instructions ·
`nacha_check` what is wrong with a file · `pain001` a SEPA file, `pain001_check`
what is wrong with one, `accounts_abroad` IBAN and BIC · `providers` the interface and those there are.
"""
