import { bankAmount } from "./bank-amount.ts";
import { type Balance, dayIn } from "./statement.ts";

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

	/** What it says stood in the account at the end of a day (`CLBD`, closing booked); null where it says anything else. */
	closing(): Balance | null {
		const of = (within: string) => this.#texts.get(within) ?? "";
		const day = dayIn(of("Dt/Dt") || of("Dt/DtTm"));
		const amount = /^\d+(?:\.\d+)?$/.test(of("Amt")) ? bankAmount(of("Amt"), this.#currency, ".") : null;
		const way = of("CdtDbtInd");
		if (of("Tp/CdOrPrtry/Cd") !== "CLBD" || day === null || amount === null) return null;
		if (!/^[A-Z]{3}$/.test(this.#currency) || (way !== "CRDT" && way !== "DBIT")) return null;
		return { day, currency: this.#currency, amount: way === "CRDT" ? amount : -amount };
	}
}
