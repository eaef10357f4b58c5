import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import { checked, readYaml } from "#app/campaigns/content/front-matter.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type Entry, entryOfAidApproved, entryOfAidPaid, entryOfBankLine } from "../ledger/entries.ts";
import { postNewEntries } from "../ledger/post.server.ts";
import { LATE, monthsLater, quarterOf } from "./periods.ts";
import { publishDue, publishIncoming } from "./publish.server.ts";

const CURRENCY = "EUR";
const amounts = z.array(z.int().positive()).min(1);
const samples = z.object({
	gifts: z.array(z.object({ months_ago: z.int().positive(), amounts })),
	payments: z.array(
		z.object({
			quarters_ago: z.int().positive(),
			category: z.enum(["family", "lawyer", "parcels", "medical"]),
			amounts: amounts.min(5),
			fee: z.int().nonnegative(),
		}),
	),
});

/**
 * Fills the books of a demonstration's fund with a made-up year, once: gifts by bank transfer, which no processor's balance
 * knows of, and payments of the last quarters that may be public. All are marked as samples.
 * @param file a YAML file of db/samples
 * @throws ContentError when the file is not in order
 */
export async function loadBookSamples(db: Db, campaign: string, file: string): Promise<void> {
	const { gifts, payments } = checked(samples, await readYaml(file), file);
	const loaded = await inTransaction(db, async (trx) => {
		const { rows } = await sql<{ id: number; today: string; begun: boolean }>`
			select f.campaign_id as id, current_date as today,
				exists (select from journals j where j.campaign_id = f.campaign_id) as begun
			from funds f join campaigns c on c.id = f.campaign_id where c.slug = ${campaign} and f.sample
			for update of f`.execute(trx);
		const [fund] = rows;
		if (!fund || fund.begun) return false;
		const month = `${fund.today.slice(0, 7)}-01`;
		let line = 0;
		const given = gifts.flatMap(({ months_ago, amounts: all }) =>
			all.map((amount) => ({
				id: `sample-${fund.id}-${++line}`,
				day: dayOf(monthsLater(month, -months_ago), line),
				amount,
			})),
		);
		const giftIds = await insertGifts(trx, fund.id, given);
		const entries: Entry[] = [
			...given.map(({ id, day, amount }, i) =>
				entryOfBankLine({ id, occurredOn: day, giftId: giftIds[i] }, { currency: CURRENCY, amount }, "gift"),
			),
			...payments.flatMap(({ quarters_ago, category, amounts: all, fee }) => {
				const occurredOn = dayOf(monthsLater(lastPublic(month), 3 - 3 * quarters_ago), 9);
				return all.flatMap((amount) => {
					const aid = { id: randomUUID(), occurredOn };
					const money = { currency: CURRENCY, amount };
					return [entryOfAidApproved(aid, category, money), entryOfAidPaid(aid, money, fee)];
				});
			}),
		];
		// One after the other as they happened: nothing is promised before it is there.
		const inTurn = entries.sort((a, b) => a.occurredOn.localeCompare(b.occurredOn));
		await postNewEntries(trx, fund.id, inTurn);
		return true;
	});
	if (!loaded) return;
	await publishIncoming(db);
	await publishDue(db);
}

/** The last month of the last quarter whose payments may be public in a month. */
function lastPublic(month: string): string {
	return quarterOf(monthsLater(month, -3 - LATE));
}

/** A day of a month, one or another. */
function dayOf(month: string, place: number): string {
	return `${month.slice(0, 8)}${String((place % 27) + 1).padStart(2, "0")}`;
}

async function insertGifts(trx: Db, campaignId: number, gifts: readonly { day: string; amount: number }[]) {
	const ids = gifts.map(() => randomUUID());
	await sql`
		insert into gifts (id, campaign_id, way, currency, amount, receipt_due, sample, given_on)
		select id, ${campaignId}::int, 'transfer', ${CURRENCY}, amount, false, true, day
		from unnest(${ids}::uuid[], ${gifts.map(({ amount }) => amount)}::bigint[], ${gifts.map(({ day }) => day)}::date[])
			g (id, amount, day)`.execute(trx);
	return ids;
}
