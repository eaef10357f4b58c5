import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { explainLine, type Saying } from "./allocate.server.ts";
import type { BookedAs } from "./book-line.server.ts";
import { type Weighed, weigh } from "./look-up.server.ts";
import type { Match } from "./match.ts";
import { weightsOf } from "./part-weights.ts";
import type { Said } from "./said.ts";
import type { Part, StatementLine } from "./statement.ts";

/** Takes a line of a batch apart, and says of each payment what explains itself. @returns what each became, in no order */
export async function bookParts(
	trx: Db,
	saying: Saying,
	lineId: string,
	line: Pick<StatementLine, "bookedOn" | "currency">,
	parts: readonly Part[],
): Promise<BookedAs[]> {
	const { campaignId } = saying;
	const weighed: Weighed[] = [];
	for (const part of parts) weighed.push(await weigh(trx, campaignId, { ...line, ...part, fee: false }));
	const weights = weightsOf(parts.map((part, i) => ({ ...part, donationId: donationOf(weighed[i]?.found) })));
	const kept = parts.map(({ amount }, i) => ({ amount, near: weighed[i]?.near ?? null, weight: weights[i] }));
	const ids = await keepParts(trx, saying, lineId, kept);
	for (const [i, { found }] of weighed.entries()) {
		const said = saidBy(found);
		// What another part of it was first is open.
		if (said) await explainLine(trx, saying, ids[i] ?? "", said);
	}
	const { rows } = await sql<{ became: BookedAs }>`
		select coalesce(a.became, 'unallocated') as became
		from bank_parts p left join bank_allocations a on a.item_id = p.id where p.line_id = ${lineId}::uuid`.execute(trx);
	return rows.map(({ became }) => became);
}

/**
 * Writes down what a line is made of. Postgres refuses, at the end of the transaction, what is not the line.
 * @returns the number of each part, in their order
 */
export async function keepParts(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	lineId: string,
	parts: readonly { amount: number; near?: string | null; weight?: number }[],
): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		with kept as (
			insert into bank_parts (line_id, campaign_id, n, amount, near, weight, said_by)
			select ${lineId}::uuid, ${campaignId}::int, n, (part ->> 'amount')::bigint, part ->> 'near', (part ->> 'weight')::bigint,
				${by}::uuid
			from jsonb_array_elements(${JSON.stringify(parts)}::jsonb) with ordinality e (part, n)
			returning id, n)
		select id from kept order by n`.execute(trx);
	return rows.map(({ id }) => id);
}

const donationOf = (found: Match | undefined) => (found?.is === "gift" ? found.donation.id : null);

/** What somebody at the desk would say of it. */
function saidBy(found: Match): Said | undefined {
	if (found.is === "gift") return { is: "gift", reference: found.donation.reference };
	if (found.is === "payout") return { is: "payout", about: found.payoutId };
	if (found.is === "aid") return { is: "aid", about: found.paid.key };
	return undefined;
}
