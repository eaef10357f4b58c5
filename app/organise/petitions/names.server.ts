import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { App } from "#app/context.ts";
import { hideName, readAgain } from "#app/petitions/showing/hide-name.server.ts";
import { type ReadName, readNames } from "#app/petitions/showing/read-names.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Act } from "../audit/acts.ts";
import { recordAct } from "../audit/record.server.ts";

/** Names that one organiser hides on one day: who would empty the list needs others. */
const HIDES_A_DAY = 50;

/** Where it is done, and by whom: the organiser's id. */
interface At {
	campaignId: number;
	by: string;
}

/**
 * Takes a name off every public page, at once.
 * @returns false when the campaign has no public signature of that id; `enough` when this organiser has hidden as many today
 * as one may
 */
export async function hideListedName(app: App, at: At, id: string): Promise<boolean | "enough"> {
	const hidden = await inTransaction(app.db, async (trx) => {
		// Twice at once is one after the other.
		await sql`select from organisers where id = ${at.by} for no key update`.execute(trx);
		if ((await hiddenToday(trx, at.by)) >= HIDES_A_DAY) return "enough";
		if (!(await hideName(trx, at.campaignId, id))) return false;
		await recordName(trx, at, "name.hidden", id);
		return true;
	});
	if (hidden === true) app.pagesChanged("at once");
	return hidden;
}

async function hiddenToday(trx: Db, by: string): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		select count(*)::int as n from audit_log where actor = ${by} and act = 'name.hidden'
			and at >= date_trunc('day', now(), 'UTC')`.execute(trx);
	return rows[0]?.n ?? 0;
}

/** Lets a name that was hidden or held back be read again. @returns false when there is none of that id */
export async function readNameAgain(app: App, at: At, id: string): Promise<boolean> {
	return inTransaction(app.db, async (trx) => {
		if (!(await readAgain(trx, at.campaignId, id))) return false;
		await recordName(trx, at, "name.read-again", id);
		return true;
	});
}

/** Releases the names of a page that was read, but those that are held back. */
export async function releaseNames(app: App, { campaignId, by }: At, read: readonly ReadName[]): Promise<void> {
	await inTransaction(app.db, async (trx) => {
		const figures = await readNames(trx, app.keys, campaignId, read);
		await recordAct(trx, { actor: by, act: "name.released", campaignId, figures });
	});
}

/** The log outlives the signature: who holds the signature's id can tell that it is meant, nobody else who it was. */
async function recordName(trx: Db, { campaignId, by }: At, act: Act, id: string): Promise<void> {
	const about = createHash("sha256").update(id).digest("hex").slice(0, 32);
	await recordAct(trx, { actor: by, act, campaignId, about });
}
