import type { Db } from "#db/client.ts";
import type { Saying } from "./allocate.server.ts";
import { keepParts } from "./book-parts.server.ts";
import { lockItem } from "./item.server.ts";
import { MOST_PARTS } from "./statement.ts";

/** Why a line is not taken apart: what was typed are no amounts, fewer than two, too many, or not together the line (`sum`). */
export type NotParted = "unknown" | "already" | "sum";

/**
 * Takes a line that nobody has explained apart into payments of these amounts, each to be explained by itself. As gifts they
 * wait for two where the line would: nobody gets past the limit by parting what came as one.
 * @param read the amounts, in minor units of that currency and without a sign; undefined where one of them is none
 * @returns how many they are, or why it was not done
 */
export async function partLine(
	trx: Db,
	saying: Pick<Saying, "campaignId" | "by">,
	lineId: string,
	read: (currency: string) => readonly number[] | undefined,
): Promise<number | NotParted> {
	const item = await lockItem(trx, saying.campaignId, lineId);
	if (typeof item === "string") return item;
	if (item.id !== item.lineId) return "already";
	const amounts = read(item.currency) ?? [];
	const sum = amounts.reduce((all, amount) => all + amount, 0);
	const positive = amounts.every((amount) => amount > 0);
	if (!positive || amounts.length < 2 || amounts.length > MOST_PARTS || sum !== Math.abs(item.amount)) return "sum";
	const sign = Math.sign(item.amount);
	await keepParts(
		trx,
		saying,
		lineId,
		amounts.map((amount) => ({ amount: amount * sign })),
	);
	return amounts.length;
}
