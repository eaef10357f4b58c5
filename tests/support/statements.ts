/** One entry of a camt.053 as a test wants it. */
export interface EntryWanted {
	/** As XML has it: digits and a point. */
	amount: string;
	day?: string;
	currency?: string;
	debit?: boolean;
	status?: string;
	text?: readonly string[];
	name?: string;
	/** The bank's own. */
	reference?: string;
	/** The sub-family of the transaction's code. */
	family?: string;
	/** Of the entry itself, where it has no remittance information. */
	about?: string;
}

/** An entry (`Ntry`) as banks write it, in version 02 or 08. */
export function entryXml(
	{ amount, day = "2026-12-16", currency = "EUR", debit, status = "BOOK", text = [], ...wanted }: EntryWanted,
	version = "02",
): string {
	const { name, reference, family, about } = wanted;
	const side = debit ? "Cdtr" : "Dbtr";
	const party = name && (version === "02" ? `<Nm>${name}</Nm>` : `<Pty><Nm>${name}</Nm></Pty>`);
	return [
		`<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${debit ? "DBIT" : "CRDT"}</CdtDbtInd>`,
		version === "02" ? `<Sts>${status}</Sts>` : `<Sts><Cd>${status}</Cd></Sts>`,
		`<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>`,
		reference ? `<AcctSvcrRef>${reference}</AcctSvcrRef>` : "",
		`<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>${family ?? "ESCT"}</SubFmlyCd></Fmly></Domn></BkTxCd>`,
		`<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>`,
		party ? `<RltdPties><${side}>${party}</${side}></RltdPties>` : "",
		`<RmtInf>${text.map((one) => `<Ustrd>${one}</Ustrd>`).join("") || (about ? "" : "<Ustrd></Ustrd>")}</RmtInf>`,
		`</TxDtls></NtryDtls>${about ? `<AddtlNtryInf>${about}</AddtlNtryInf>` : ""}</Ntry>`,
	].join("");
}

/** A statement of one account (ISO 20022 camt.053) with these entries. */
export function camt053(
	entries: readonly string[],
	version = "02",
	account = "DE89370400440532013000",
	closing = "",
): string {
	return [
		`<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">`,
		`<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>${account}</IBAN></Id></Acct>`,
		`<Bal><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>${closing}`,
		entries.join("\n"),
		"</Stmt></BkToCstmrStmt></Document>",
	].join("\n");
}
