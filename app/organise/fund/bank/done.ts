const all = ["recorded", "asked", "parted", "kept", "differs"] as const;

/** What one of the bank page's forms did. */
export type Done = (typeof all)[number];

/** What a page's address says was done; undefined for what none of our redirects says. */
export function doneIn(said: string | null): Done | undefined {
	return all.find((one) => one === said);
}

/** The section of the page that speaks of it. */
export function placeOf(done: Done): "open" | "balances" {
	return done === "kept" || done === "differs" ? "balances" : "open";
}

/** The field of a line's forms that a refusal is about; its section where the forms are not shown. @param no as `NotSaid` has it */
export function fieldOf(line: string, no: string, waits: boolean): string {
	if (waits) return "open";
	return `${no === "sum" ? "amounts" : no === "reference" ? "reference" : "is"}-${line}`;
}
