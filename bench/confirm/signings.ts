import { sql } from "kysely";
import { confirmSignature } from "#app/petitions/confirm.server.ts";
import { type Confirmable, findConfirmable } from "#app/petitions/confirmable.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { addressKey } from "#emails/address-key.ts";
import { signDirectly } from "#tests/support/address-states.ts";

type Pending = Extract<Confirmable, { state: "pending" }>;

/** Signings of one petition that wait for their confirmation, and can be made to wait again. */
export interface Signings {
	count: number;
	/** Confirms the n-th as the product does. */
	confirm(db: Db, n: number): Promise<void>;
	/** Brings all back to where they were. */
	reset(): Promise<void>;
}

/**
 * Signs with so many addresses of large providers: those of one small domain are counted on a row of that domain.
 * @param owner may create and empty tables
 */
export async function signings(db: Db, owner: Db, keys: KeyRing, count: number): Promise<Signings> {
	const pending = await atOnce(8, count, async (n) => {
		const token = await signDirectly(db, keys, `signer.number.${n}@mail.ru`);
		const found = await findConfirmable(db, keys, token, "en");
		if (found.state !== "pending") throw new Error(`a link is ${found.state}`);
		return found satisfies Pending;
	});
	// Who confirms has the mail.
	await sql`update email_deliveries set state = 'sent', done_on = current_date, params_sealed = null`.execute(owner);
	await sql`create table kept_submissions as select * from submissions`.execute(owner);
	await sql`create table kept_deliveries as select * from email_deliveries`.execute(owner);
	const judge = { addressKey: await addressKey(db, keys), holdAbove: 1_000_000_000 };
	return {
		count,
		async confirm(on, n) {
			const found = pending[n];
			if (!found || (await confirmSignature(on, keys, found, "en", judge)) !== "counted")
				throw new Error("a signature was not counted");
		},
		async reset() {
			await sql`truncate submissions, email_deliveries, signatures, signature_consents, signature_deltas cascade`.execute(
				owner,
			);
			await sql`insert into submissions select * from kept_submissions`.execute(owner);
			await sql`insert into email_deliveries overriding system value select * from kept_deliveries`.execute(owner);
			await sql`vacuum analyze submissions, email_deliveries, signatures`.execute(owner);
		},
	};
}

/** Does something with 0, 1, 2 … up to `count`, so many at a time, and gives what came of each. */
export async function atOnce<Done>(
	clients: number,
	count: number,
	work: (n: number) => Promise<Done>,
): Promise<Done[]> {
	const done: Done[] = [];
	let next = 0;
	await Promise.all(
		Array.from({ length: clients }, async () => {
			for (let n = next++; n < count; n = next++) done[n] = await work(n);
		}),
	);
	return done;
}
