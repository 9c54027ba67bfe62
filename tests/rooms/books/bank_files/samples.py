"""Bank files made up for tests: invented banks, accounts and payees."""

from collections.abc import Sequence

Movement = tuple[str, str, str, str]  # day 20170105, amount -60.00, payee, reference


def ofx(
    movements: Sequence[Movement],
    *,
    closing: str | None = "100.00",
    closing_on: str = "20170131",
    account: str = "0001234567",
    currency: str = "USD",
) -> bytes:
    """A month at an invented credit union, in OFX 1.0.2."""
    lines = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{on}120000<TRNAMT>{amount}<FITID>{ref}<NAME>{payee}<MEMO>test</STMTTRN>\n"
        for on, amount, payee, ref in movements
    )
    balance = f"<LEDGERBAL><BALAMT>{closing}<DTASOF>{closing_on}</LEDGERBAL>" if closing is not None else ""
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>"
        f"<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>{currency}"
        f"<BANKACCTFROM><BANKID>1<ACCTID>{account}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>\n{lines}"
        f"</BANKTRANLIST>{balance}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()


CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>DE00123456780000000001</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>PRCD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
 <Dt><Dt>2017-01-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
 <Dt><Dt>2017-01-31</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">250.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2017-01-05</Dt></BookgDt>
 <AcctSvcrRef>A1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
 <RltdPties><Dbtr><Nm>Corner Shop</Nm></Dbtr></RltdPties>
 <RmtInf><Ustrd>Invoice 7</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">90.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2017-01-09</Dt></BookgDt>
 <AcctSvcrRef>B2</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>
 <TxDtls><Amt Ccy="EUR">60.00</Amt><RltdPties><Cdtr><Pty><Nm>Seed House</Nm></Pty></Cdtr></RltdPties></TxDtls>
 <TxDtls><Amt Ccy="EUR">30.00</Amt><RltdPties><Cdtr><Nm>Water Works</Nm></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">15.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts>
 <BookgDt><DtTm>2017-01-12T08:00:00Z</DtTm></BookgDt><AddtlNtryInf>Fee given back</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""

CSV_US = """Account activity for January
Posted Date,Reference Number,Payee,Amount,Running Bal.
01/31/2017,R3,"Corner Shop, Inc.","1,250.00",2140.00
01/13/2017,R2,Seed House,-60.00,890.00
01/05/2017,R1,Water Works,(50.00),950.00
"""

CSV_DE = """Buchungstag;Name;Verwendungszweck;Soll;Haben;Saldo
05.01.2017;Wasserwerk;Abschlag;50,00;;950,00
31.01.2017;Eckladen;Rechnung 7;;1.250,00;2.200,00
"""
