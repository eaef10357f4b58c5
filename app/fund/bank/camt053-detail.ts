import { bankAmount } from "./bank-amount.ts";
import { MOST_PARTS, type Part, plainText, type StatementLine } from "./statement.ts";

/** Characters of one payment's words that are kept: a batch has many, and they stand in one row. */
const LONGEST = 280;

/** What has been read of one payment (`TxDtls`) of an entry, by where in it a text stands. */
export class Camt053Detail {
	readonly #texts = new Map<string, string>();
	readonly #currencies = new Map<string, string>();

	/** @param within the path below the payment */
	inCurrency(within: string, currency: string): void {
		this.#currencies.set(within, currency);
	}

	/** @param within the path below the payment */
	say(within: string, text: string): void {
		const before = this.#texts.get(within);
		this.#texts.set(within, before === undefined ? text : `${before} ${text}`.slice(0, LONGEST));
	}

	/** The part of a line that it is; null where it does not say how much, or says so in another currency or way. */
	part(currency: string, way: "CRDT" | "DBIT"): Part | null {
		// In the payment itself since version 04, in `AmtDtls` before.
		const at = ["Amt", "AmtDtls/TxAmt/Amt"].find((within) => this.#texts.has(within));
		const printed = at === undefined ? "" : (this.#texts.get(at) ?? "");
		if (at === undefined || this.#currencies.get(at) !== currency || !/^\d+(?:\.\d+)?$/.test(printed)) return null;
		if ((this.#texts.get("CdtDbtInd") ?? way) !== way) return null;
		const amount = bankAmount(printed, currency, ".");
		if (!amount) return null;
		const other = way === "CRDT" ? "Dbtr" : "Cdtr";
		const of = (...places: string[]) => plainText(places.flatMap((place) => this.#texts.get(place) ?? []).join(" "));
		return {
			amount: way === "CRDT" ? amount : -amount,
			text: of("RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref").slice(0, LONGEST),
			counterparty: of(
				this.#texts.has(`RltdPties/${other}/Pty/Nm`) ? `RltdPties/${other}/Pty/Nm` : `RltdPties/${other}/Nm`,
			),
		};
	}
}

/** The payments of a line, where they are several, each says how much, and together they are the line. */
export function partsOf(
	details: readonly Camt053Detail[],
	{ currency, amount }: Pick<StatementLine, "currency" | "amount">,
): Part[] | undefined {
	if (details.length < 2 || details.length > MOST_PARTS) return undefined;
	const parts = details.flatMap((detail) => detail.part(currency, amount > 0 ? "CRDT" : "DBIT") ?? []);
	const whole = parts.length === details.length && parts.reduce((sum, part) => sum + part.amount, 0) === amount;
	return whole ? parts : undefined;
}
