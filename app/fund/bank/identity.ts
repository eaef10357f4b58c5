import { createHmac } from "node:crypto";
import type { StatementLine } from "./statement.ts";

/** A line with what it is known by again. */
export interface IdentifiedLine extends StatementLine {
	/** 32 bytes each: the bank's own reference, where it has one, first; then what the line says. */
	identities: Buffer[];
}

/**
 * Gives each line what it is known by. The bank's reference is the same in all of its files; what a line says is the same in
 * files of one kind, and lines of one day that say the same are told apart by which of them they are, so that two equal ones
 * both count and a file that overlaps another adds none. Of what left the account nothing that was written goes in: with the
 * keys, names of families could be tried on it.
 * @param key of the fund: whoever has the rows alone cannot try names on them
 */
export function identified(
	key: Buffer,
	source: string,
	account: string | null,
	lines: readonly StatementLine[],
): IdentifiedLine[] {
	const seen = new Map<string, number>();
	const nth = (said: string) => {
		const n = (seen.get(said) ?? 0) + 1;
		seen.set(said, n);
		return createHmac("sha256", key).update(`${said}\n${n}`).digest();
	};
	return lines.map((line) => {
		const { bookedOn, currency, amount, text, counterparty, reference } = line;
		// A bank's charge may carry the reference of the payment that it is for: the amount is a part of it. The account is
		// not, as not every kind of file names it.
		const known = reference === null ? [] : [nth(JSON.stringify(["bank-reference", currency, amount, reference]))];
		const words = amount > 0 ? [text, counterparty, reference] : [];
		const said = nth(JSON.stringify(["bank-line", source, account ?? "", currency, amount, bookedOn, ...words]));
		return { ...line, identities: [...known, said] };
	});
}

/**
 * Whether two files of different kinds say the same of a line whose account, day and amount are the same: 2 where one text is
 * within the other, 1 where the other side's name is and a text is missing, 0 where nothing speaks for it.
 */
export function alike(
	one: Pick<StatementLine, "text" | "counterparty">,
	other: Pick<StatementLine, "text" | "counterparty">,
): 0 | 1 | 2 {
	if (within(one.text, other.text)) return 2;
	const unsaid = letters(one.text) === "" || letters(other.text) === "";
	return unsaid && (within(one.counterparty, other.counterparty) || noneNamed(one, other)) ? 1 : 0;
}

function within(one: string, other: string): boolean {
	const [short = "", long = ""] = [letters(one), letters(other)].sort((a, b) => a.length - b.length);
	return short !== "" && long.includes(short);
}

const noneNamed = (...lines: { counterparty: string }[]) => lines.some(({ counterparty }) => !letters(counterparty));

/** Banks break lines, drop marks and change case; letters and digits stay. */
export function letters(text: string): string {
	return text
		.normalize("NFKD")
		.replace(/[^\p{L}\p{N}]/gu, "")
		.toUpperCase();
}
