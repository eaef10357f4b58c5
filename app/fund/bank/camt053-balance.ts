import { bankAmount } from "./bank-amount.ts";
import { dayIn } from "./statement.ts";

/** A balance that a statement says (`Bal`). */
export interface Balance {
	is: "opening" | "closing";
	/** As 2026-12-16. */
	day: string;
	/** ISO 4217, capitals. */
	currency: string;
	/** Minor units; below zero what the bank is owed. */
	amount: number;
}

/** ISO 20022, balance types: opening booked, previously closed booked, which is the same; closing booked. */
const types: Readonly<Record<string, Balance["is"]>> = { OPBD: "opening", PRCD: "opening", CLBD: "closing" };

/** What has been read of one balance (`Bal`) of a camt.053, by where in it a text stands. */
export class Camt053Balance {
	readonly #texts = new Map<string, string>();
	#currency = "";

	/** @param within the path below the balance */
	inCurrency(within: string, currency: string): void {
		if (within === "Amt") this.#currency = currency;
	}

	/** @param within the path below the balance */
	say(within: string, text: string): void {
		if (text.trim()) this.#texts.set(within, text.trim());
	}

	/** What it says stood in the account when the statement began or ended; null where it says anything else. */
	read(): Balance | null {
		const of = (within: string) => this.#texts.get(within) ?? "";
		const day = dayIn(of("Dt/Dt") || of("Dt/DtTm"));
		const amount = /^\d+(?:\.\d+)?$/.test(of("Amt")) ? bankAmount(of("Amt"), this.#currency, ".") : null;
		const way = of("CdtDbtInd");
		const is = types[of("Tp/CdOrPrtry/Cd")];
		if (!is || day === null || amount === null) return null;
		if (!/^[A-Z]{3}$/.test(this.#currency) || (way !== "CRDT" && way !== "DBIT")) return null;
		return { is, day, currency: this.#currency, amount: way === "CRDT" ? amount : -amount };
	}
}
