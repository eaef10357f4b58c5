import { type InsertObject, sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { DB } from "#db/schema.ts";
import { noteDecline } from "./declines.server.ts";
import { declines } from "./events.server.ts";
import type { StripeDoor } from "./stripe.server.ts";

/** Seconds that a signature may be old, or its clock ahead: Stripe's own default. */
const TOLERANCE_S = 300;

/**
 * Takes an event of Stripe's: looks at its signature and writes it down once; of a card that was declined it
 * takes note at once.
 * @param body as it came, byte for byte
 * @param signature the header `Stripe-Signature`
 * @returns 200: it is written down, or was before; 400: not signed by Stripe, too old, or of the other kind of money, and
 *   nothing is stored
 */
export async function takeEvent(
	db: Db,
	keys: KeyRing,
	door: StripeDoor,
	body: Buffer,
	signature: string | null,
): Promise<200 | 400> {
	const event = verified(door, body, signature);
	if (!event || event.livemode !== door.live) return 400;
	const values = {
		id: event.id,
		type: event.type.slice(0, 100),
		api_version: event.api_version,
		payload_sealed: seal(keys, `stripe_events/${event.id}`, event),
		// Nothing was paid, and whoever tries stolen cards sends many: those of a minute are looked at together.
		...(declines.includes(event.type) && {
			not_before: sql<Date>`date_trunc('minute', now()) + interval '1 minute'`,
		}),
	};
	if (event.type !== "charge.failed") {
		await write(db, values);
		return 200;
	}
	const {
		created,
		data: { object: charge },
	} = event;
	await inTransaction(db, async (trx) => {
		if (await write(trx, values)) await noteDecline(trx, charge, created);
	});
	return 200;
}

/** Writes an event down. @returns whether it is new */
async function write(db: Db, values: InsertObject<DB, "stripe_events">): Promise<boolean> {
	const { numInsertedOrUpdatedRows } = await db
		.insertInto("stripe_events")
		.values(values)
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirstOrThrow();
	return numInsertedOrUpdatedRows === 1n;
}

/** The event, where one of the secrets has signed it (docs.stripe.com/webhooks/signature). */
function verified({ api, webhookSecrets }: StripeDoor, body: Buffer, signature: string | null) {
	// The SDK takes what comes from the future.
	const signedAt = Number(/(?:^|,)t=(\d+)/.exec(signature ?? "")?.[1]);
	if (!signature || !(signedAt <= Date.now() / 1000 + TOLERANCE_S)) return null;
	for (const secret of webhookSecrets) {
		try {
			return api.webhooks.constructEvent(body, signature, secret, TOLERANCE_S);
		} catch {
			// Whatever is wrong with it: the next secret may have signed it.
		}
	}
	return null;
}
