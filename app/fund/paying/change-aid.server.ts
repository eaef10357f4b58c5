import { createHash } from "node:crypto";
import { sql } from "kysely";
import { entryOfAidApproved, entryOfAidPaid } from "#app/fund/ledger/entries.ts";
import { postEntry, reverseJournal } from "#app/fund/ledger/post.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal, sealBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type AidState, transition } from "./aid-state.ts";
import type { PaymentWords } from "./beneficiary-words.ts";
import type { Way } from "./checks.ts";
import { type AidPerson, type Obstacle, obstacleTo } from "./may.ts";
import { refusalOf } from "./refusal.server.ts";
import { type Aid, findAid } from "./requests.server.ts";
import { keyOf, type Vault } from "./vault.server.ts";

/** Why a request is cancelled. */
export const cancelReasons = ["asked", "not-needed", "danger", "mistake", "check", "decided"] as const;
/** Why evidence is waived. */
export const waiveReasons = ["danger", "impossible", "asked"] as const;

/** One thing done about a request. Words are sealed under the beneficiary's own key; amounts are minor units. */
export type AidEvent =
	| { step: "approve" | "agree-waiver" | "deliver" }
	| { step: "pay"; from: "bank" | "cash"; way: Way; fee: number; paidOn: string; words: PaymentWords }
	/** As `readPhoto` gives it: nothing in it but its pixels. */
	| { step: "receipt"; file: Buffer }
	| { step: "contact"; note: string }
	| { step: "waive"; reason: (typeof waiveReasons)[number]; note: string }
	| { step: "cancel"; because: (typeof cancelReasons)[number] };

/** What doing it came to. */
export type AidChanged = { state: AidState } | { refused: Obstacle } | { unknown: true };

/** Which request, and who does it. */
export interface AidAt {
	campaignId: number;
	id: string;
	who: AidPerson;
}

/** A refusal that has to undo what was begun. */
class Refused extends Error {
	readonly obstacle: Obstacle;
	constructor(obstacle: Obstacle) {
		super(obstacle);
		this.obstacle = obstacle;
	}
}

/**
 * Changes one request: the only writer of it. The second approval promises it in the books, paying books the payment,
 * cancelling what was promised takes it back: in the same transaction, once.
 * @param done records it, last in the transaction
 */
export async function changeAid(
	db: Db,
	vault: Vault,
	at: AidAt,
	event: AidEvent,
	done: (trx: Db, aid: Aid, to: AidState) => Promise<void>,
): Promise<AidChanged> {
	try {
		return await inTransaction(db, async (trx) => {
			const aid = await findAid(trx, at.campaignId, at.id, at.who.id, true);
			if (!aid) return { unknown: true };
			const refused = obstacleTo(event.step, aid, at.who);
			if (refused) throw new Refused(refused);
			await write(trx, vault, at, aid, event);
			const to = transition(aid.state, event.step, aid.approvals) ?? aid.state;
			if (to !== aid.state) await move(trx, at, aid, event, to);
			await done(trx, aid, to);
			return { state: to };
		});
	} catch (error) {
		const refused = error instanceof Refused ? error.obstacle : refusalOf(error);
		if (!refused) throw error;
		return { refused };
	}
}

/** What a step leaves behind besides the state. */
async function write(trx: Db, vault: Vault, { who }: AidAt, aid: Aid, event: AidEvent): Promise<void> {
	const by = who.id;
	switch (event.step) {
		case "approve":
			// Its turn is for Postgres to say.
			await trx.insertInto("aid_approvals").values({ request_id: aid.id, turn: 1, approved_by: by }).execute();
			return;
		case "pay": {
			const locked = seal(await ownKey(vault, aid), `aid_payments/${aid.id}`, event.words);
			await trx
				.insertInto("aid_payments")
				.values({
					request_id: aid.id,
					paid_from: event.from,
					way: event.way,
					fee: event.fee,
					paid_by: by,
					paid_on: event.paidOn,
					locked,
				})
				.execute();
			return;
		}
		case "receipt": {
			const own = await ownKey(vault, aid);
			const sha256 = createHash("sha256").update(event.file).digest();
			const file_locked = sealBytes(own, `aid_evidence/${aid.id}`, event.file);
			await trx
				.insertInto("aid_evidence")
				.values({ request_id: aid.id, kind: "receipt", given_by: by, sha256, bytes: event.file.length, file_locked })
				.execute();
			return;
		}
		case "contact":
		case "waive": {
			const locked = await lockedNote(vault, aid, event.note);
			const kind = event.step === "waive" ? "waived" : "contact";
			const reason = event.step === "waive" ? event.reason : null;
			await trx.insertInto("aid_evidence").values({ request_id: aid.id, kind, given_by: by, reason, locked }).execute();
			return;
		}
		case "agree-waiver":
			await sql`update aid_evidence set second_by = ${by}, second_on = current_date
				where request_id = ${aid.id} and kind = 'waived' and second_by is null`.execute(trx);
			return;
		case "deliver":
		case "cancel":
			return;
	}
}

async function lockedNote(vault: Vault, aid: Aid, note: string): Promise<Buffer | null> {
	// Whoever is erased needs no words, and may need that evidence is waived.
	if (note === "" && aid.erased) return null;
	return seal(await ownKey(vault, aid), `aid_evidence/${aid.id}`, { note });
}

async function ownKey(vault: Vault, { beneficiary }: Aid): Promise<KeyRing> {
	const own = await keyOf(vault, beneficiary);
	if (!own) throw new Refused("keys");
	return own;
}

/** The new state, and what it moves in the books. */
async function move(trx: Db, { campaignId, who }: AidAt, aid: Aid, event: AidEvent, to: AidState): Promise<void> {
	const because = event.step === "cancel" ? event.because : null;
	const { rows } = await sql<{ today: string }>`
		update aid_requests set state = ${to},
			payable_on = case when ${to} = 'payable' then current_date else payable_on end,
			delivered_by = case when ${to} = 'delivered' then ${who.id}::uuid end,
			delivered_on = case when ${to} = 'delivered' then current_date end,
			cancelled_by = case when ${to} = 'cancelled' then ${who.id}::uuid end,
			cancelled_on = case when ${to} = 'cancelled' then current_date end,
			cancelled_because = ${because}
		where id = ${aid.id} returning current_date as today`.execute(trx);
	const occurredOn = rows[0]?.today ?? "";
	const { id, category, currency, amount } = aid;
	if (to === "payable")
		await postEntry(trx, campaignId, entryOfAidApproved({ id, occurredOn }, category, { currency, amount }), who.id);
	if (event.step === "pay") {
		const paid = entryOfAidPaid({ id, occurredOn: event.paidOn }, { currency, amount }, event.fee, event.from);
		await postEntry(trx, campaignId, paid, who.id);
	}
	if (to === "cancelled" && aid.state === "payable") {
		const approved = await trx
			.selectFrom("journals")
			.where("key", "=", `aid:${id}:approved`)
			.select("seq")
			.executeTakeFirstOrThrow();
		await reverseJournal(trx, approved.seq, `aid:${id}:cancelled`, who.id, occurredOn);
	}
}
