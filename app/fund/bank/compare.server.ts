import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { closeAlarm, raiseAlarm } from "../alarms/alarms.server.ts";
import { balancesBesideBooks, type Compared } from "./booked-at.server.ts";

/**
 * Compares balances with the books, and raises an alarm for each day of which one differs, or closes it. What is brought or
 * said afterwards may raise it anew. No word of one person closes what a file or somebody else says: it is closed once all
 * that speak of that day agree, and not by a typed balance while a CSV of that day cannot be compared.
 * @param trx a transaction
 * @param campaignId null for all funds
 * @returns what was compared
 */
export async function compareBalances(trx: Db, campaignId: number | null): Promise<Compared[]> {
	const all = await balancesBesideBooks(trx, campaignId);
	const open = await openAlarms(trx, campaignId);
	const days = new Map<string, Compared[]>();
	for (const one of all) days.set(keyOf(one), [...(days.get(keyOf(one)) ?? []), one]);
	for (const [key, ofDay] of days) {
		const [first] = ofDay;
		if (!first) continue;
		const about = aboutOf(first);
		const isOpen = open.has(key);
		if (!isOpen && ofDay.some(isDifferent)) await raiseAlarm(trx, first.campaignId, "balance-differs", about);
		if (isOpen && isOver(ofDay)) await closeAlarm(trx, first.campaignId, "balance-differs", about, null);
	}
	return all;
}

/** Whether it was compared, and the books have something else. */
export const isDifferent = ({ booked, amount }: Compared) => booked !== null && booked !== amount;

function isOver(ofDay: readonly Compared[]): boolean {
	if (ofDay.some(isDifferent)) return false;
	const whole = ofDay.every(({ booked }) => booked !== null);
	return whole || ofDay.some(({ booked, seen }) => booked !== null && !seen);
}

const aboutOf = ({ currency, day }: Compared) => `bank ${currency} ${day}`;
const keyOf = (one: Compared) => `${one.campaignId} ${aboutOf(one)}`;

async function openAlarms(trx: Db, campaignId: number | null): Promise<ReadonlySet<string>> {
	const { rows } = await sql<{ key: string }>`
		select campaign_id || ' ' || about as key from fund_alarms
		where kind = 'balance-differs' and closed_on is null and about like 'bank %'
			and (${campaignId}::int is null or campaign_id = ${campaignId})`.execute(trx);
	return new Set(rows.map(({ key }) => key));
}
