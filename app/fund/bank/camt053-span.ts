import type { Balance } from "./camt053-balance.ts";
import type { Span, StatementLine } from "./statement.ts";

/**
 * What one statement (`Stmt`) says stood in the account. The day of its opening balance is the bank's own custom, that day or
 * the one before: its first line says when it begins.
 * @returns undefined where it has no closing balance; `unsummed` where its lines do not lead from the one to the other
 */
export function spanOf(
	balances: readonly Balance[],
	lines: readonly Pick<StatementLine, "bookedOn" | "currency" | "amount">[],
): Span | "unsummed" | undefined {
	const closing = balances.findLast(({ is }) => is === "closing");
	if (!closing) return undefined;
	const { currency, day: to } = closing;
	const opening = balances.find((one) => one.is === "opening" && one.currency === currency)?.amount ?? null;
	const own = lines.filter((line) => line.currency === currency);
	const sum = own.reduce((all, { amount }) => all + amount, opening ?? 0);
	if (opening !== null && sum !== closing.amount) return "unsummed";
	const from = own.reduce((first, { bookedOn }) => (bookedOn < first ? bookedOn : first), to);
	return { currency, from, opening, to, closing: closing.amount };
}
