import { bankAmount } from "./bank-amount.ts";
import { Camt053Detail, partsOf } from "./camt053-detail.ts";
import { dayIn, MOST_PARTS, plainText, type StatementLine } from "./statement.ts";

/** External code list of ISO 20022, sub-families of bank transaction codes: charges and fees of the bank itself. */
const CHARGES = new Set(["CHRG", "FEES", "COMM"]);
const DETAILS = "NtryDtls/TxDtls/";

/** What has been read of one entry (`Ntry`), by where in it a text stands. */
export class Camt053Entry {
	readonly #texts = new Map<string, string[]>();
	readonly #details: Camt053Detail[] = [];
	#detail: Camt053Detail | undefined;
	#currency = "";

	/** @param within the path below the entry */
	inCurrency(within: string, currency: string): void {
		if (within === "Amt") this.#currency = currency;
		if (within.startsWith(DETAILS)) this.#inDetail().inCurrency(within.slice(DETAILS.length), currency);
	}

	/** @param within the path below the entry */
	say(within: string, text: string): void {
		// It is over.
		if (`${within}/` === DETAILS) this.#detail = undefined;
		const trimmed = text.trim();
		if (!trimmed) return;
		if (within.startsWith(DETAILS)) this.#inDetail().say(within.slice(DETAILS.length), trimmed);
		const said = this.#texts.get(within);
		// A batch's thousand payers are one line: what is beyond its text is not kept.
		if (!said) this.#texts.set(within, [trimmed]);
		else if (said.length < 50) said.push(trimmed);
	}

	#inDetail(): Camt053Detail {
		if (this.#detail) return this.#detail;
		this.#detail = new Camt053Detail();
		// One more than are told apart: there are too many then.
		if (this.#details.length <= MOST_PARTS) this.#details.push(this.#detail);
		return this.#detail;
	}

	/** The line that it is; null where it cannot be read. */
	line(): StatementLine | "not booked" | null {
		// `Sts` is a code in version 02 and an element with one since 08; CdtDbtInd is the way that money went, of a reversal too.
		if ((this.#first("Sts/Cd") ?? this.#first("Sts")) !== "BOOK") return "not booked";
		const bookedOn = dayIn(this.#first("BookgDt/Dt") ?? this.#first("BookgDt/DtTm") ?? "");
		const printed = this.#first("Amt") ?? "";
		const amount =
			/^[A-Z]{3}$/.test(this.#currency) && /^\d+(?:\.\d+)?$/.test(printed)
				? bankAmount(printed, this.#currency, ".")
				: null;
		const way = this.#first("CdtDbtInd");
		if (bookedOn === null || amount === null || (way !== "CRDT" && way !== "DBIT")) return null;
		if (amount === 0) return "not booked";
		const other = way === "CRDT" ? "Dbtr" : "Cdtr";
		const money = { currency: this.#currency, amount: way === "CRDT" ? amount : -amount };
		const parts = partsOf(this.#details, money);
		return {
			bookedOn,
			...money,
			text: plainText(this.#remittance()),
			counterparty: plainText(
				this.#first(`${DETAILS}RltdPties/${other}/Pty/Nm`) ?? this.#first(`${DETAILS}RltdPties/${other}/Nm`) ?? "",
			),
			reference: plainText(this.#first("AcctSvcrRef") ?? this.#onlyDetail("Refs/AcctSvcrRef") ?? "") || null,
			fee: way === "DBIT" && CHARGES.has(this.#first("BkTxCd/Domn/Fmly/SubFmlyCd") ?? ""),
			...(parts && { parts }),
		};
	}

	#remittance(): string {
		const said = [
			...(this.#texts.get(`${DETAILS}RmtInf/Ustrd`) ?? []),
			...(this.#texts.get(`${DETAILS}RmtInf/Strd/CdtrRefInf/Ref`) ?? []),
		];
		return (said.length > 0 ? said : (this.#texts.get("AddtlNtryInf") ?? [])).join(" ");
	}

	#first(within: string): string | undefined {
		return this.#texts.get(within)?.[0];
	}

	/** Of a batch each payment has its own. */
	#onlyDetail(within: string): string | undefined {
		const said = this.#texts.get(DETAILS + within) ?? [];
		return said.length === 1 ? said[0] : undefined;
	}
}
