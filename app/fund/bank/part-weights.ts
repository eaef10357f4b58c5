import { letters } from "./identity.ts";

/** A payment of a batch, as its line's file has it. */
interface PartOfLine {
	/** Minor units, with the sign of its line. */
	amount: number;
	counterparty: string;
	/** Whose gift its reference says it is; null where it says nothing. */
	donationId: string | null;
}

/**
 * What each payment of a line counts as where large gifts wait for two: as much as came with it for the same donation or by a
 * payer of the same name. So a file that parts what came as one gets nobody past the limit.
 */
export function weightsOf(parts: readonly PartOfLine[]): number[] {
	const named = parts.map((part) => ({ ...part, payer: letters(part.counterparty) }));
	return named.map((one) =>
		named
			.filter(
				(other) =>
					other === one ||
					(one.payer !== "" && other.payer === one.payer) ||
					(one.donationId !== null && other.donationId === one.donationId),
			)
			.reduce((sum, { amount }) => sum + amount, 0),
	);
}
