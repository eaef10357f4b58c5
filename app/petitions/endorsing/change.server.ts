import { sql } from "kysely";
import { flagText } from "#app/moderation/flag-text.server.ts";
import { askForReview, closing } from "#app/moderation/queue.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type Endorsement, findEndorsement, type SealedWords, sealWords } from "./endorsement.server.ts";
import { promiseNews } from "./mails.server.ts";
import { mayShow } from "./may-show.ts";
import type { CheckWay, Refusal } from "./organisation.ts";
import { type EndorsementState, transition } from "./transition.ts";

/** What befalls an endorsement. Days are `YYYY-MM-DD`. */
export type Change =
	| { event: "verify" | "hide" | "reopen" | "withdraw" }
	/** @property by the organiser's id */
	| { event: "show"; by: string }
	| { event: "meet"; on: string }
	| { event: "adopt"; on: string; evidence: string }
	/** @property by the organiser's id */
	| { event: "check"; way: CheckWay; note: string; by: string }
	| { event: "refuse"; because: Refusal };

export type Changed =
	| { state: "changed"; before: Endorsement; becomes: EndorsementState }
	/** From where it stands there is no such way, or it has been merged into another. */
	| { state: "illegal" }
	/** Another organiser than this one shows it (`mayShow`). */
	| { state: "another-needed" }
	| { state: "unknown" };

/**
 * The one way in which an endorsement changes. An adopted motion waits in the queue, within 48 hours; what is settled leaves it;
 * its body is told when it is shown or refused. Of a claim that was merged the body can still take its name back. Whoever calls it has asked whether the change may be made.
 * @param trx a transaction: the row is locked until its end
 */
export async function changeEndorsement(trx: Db, keys: KeyRing, id: string, change: Change): Promise<Changed> {
	const before = await findEndorsement(trx, keys, id, true);
	if (!before) return { state: "unknown" };
	const becomes = transition(before.state, change.event);
	if (!becomes || (before.mergedInto && change.event !== "withdraw")) return { state: "illegal" };
	if (change.event === "show" && !mayShow(before, change.by)) return { state: "another-needed" };
	await trx
		.updateTable("endorsements")
		.set({
			state: becomes,
			...columnsOf(keys, before, change),
			to_check_since: becomes === "adopted" ? sql`coalesce(to_check_since, date_trunc('hour', now()))` : null,
			refused_because: change.event === "refuse" ? change.because : null,
			ended_on: becomes === "refused" || becomes === "withdrawn" ? sql`current_date` : null,
		})
		.where("id", "=", id)
		.execute();
	// What the two were put together to say is one's word no more: the desk looks at it before it is shown again.
	if (before.mergedInto) await changeEndorsement(trx, keys, before.mergedInto, { event: "hide" });
	await tellQueue(trx, keys, before, becomes, change);
	if (becomes !== before.state && (becomes === "shown" || becomes === "refused"))
		await promiseNews(trx, keys, before, becomes);
	return { state: "changed", before, becomes };
}

function columnsOf(keys: KeyRing, { id, words }: Endorsement, change: Change) {
	const say = (said: Partial<SealedWords>) => sealWords(keys, id, { ...words, ...said });
	switch (change.event) {
		case "meet":
			return { meeting_on: change.on };
		case "adopt":
			return { adopted_on: change.on, words_sealed: say({ evidence: change.evidence }) };
		case "check":
			return {
				check_way: change.way,
				checked_by: change.by,
				checked_on: sql<string>`current_date`,
				words_sealed: say({ note: change.note }),
			};
		case "show":
			return { shown_by: change.by };
		default:
			return {};
	}
}

/** What is adopted is read by the desk; what leaves that state needs no reader. */
async function tellQueue(
	trx: Db,
	keys: KeyRing,
	{ id, contact, campaign, organisation, words }: Endorsement,
	becomes: EndorsementState,
	change: Change,
) {
	if (becomes !== "adopted") {
		await sql`${closing("endorsement", sql`select ${id}::uuid`)}`.execute(trx);
		return;
	}
	const evidence = change.event === "adopt" ? change.evidence : words.evidence;
	const flags = await flagText(trx, keys, campaign.id, [organisation.name, words.parent, evidence].join("\n"));
	const locale = contact?.locale ?? "en";
	await askForReview(trx, {
		campaignId: campaign.id,
		kind: "endorsement",
		subjectId: id,
		locale,
		flags,
		changed: true,
	});
}

/** `changeEndorsement` in a transaction of its own. */
export async function changeEndorsementNow(db: Db, keys: KeyRing, id: string, change: Change): Promise<Changed> {
	return inTransaction(db, (trx) => changeEndorsement(trx, keys, id, change));
}
