import { sql } from "kysely";
import { confirmSignature } from "#app/petitions/confirm.server.ts";
import { findConfirmable } from "#app/petitions/confirmable.server.ts";
import { claimEndorsement } from "#app/petitions/endorsing/claim.server.ts";
import type { Words } from "#app/petitions/words.ts";
import { trustHost } from "#app/pickets/hosting/trust.server.ts";
import { confirmRsvp } from "#app/pickets/joining/confirm-rsvp.server.ts";
import { findJoinable } from "#app/pickets/joining/joinable.server.ts";
import { joinPicket } from "#app/pickets/joining/rsvp.server.ts";
import { fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { addressKey } from "#emails/address-key.ts";
import { signDirectly } from "./address-states.ts";
import { inHours } from "./attendees.ts";
import type { TestDatabase } from "./database.ts";
import { makePicket } from "./pickets.ts";

const origin = "https://campaign.example";

/** The words that somebody leaves with their signature, each found nowhere else. */
export const plantedWords = {
	name: "Aigerim Planted",
	town: "Plantedtown",
	organisation: "Planted union branch (a sample)",
	line: "A planted line for the families",
};

/**
 * One of everything that can be held under an address: a public signature with updates, a form that waits, two pickets it
 * comes to (one not confirmed), one it hosts, trust, an organisation's contact, a mail that waits, a suppression.
 */
export async function plantEverything(
	app: Pick<TestDatabase, "db" | "owner">,
	keys: KeyRing,
	email: string,
): Promise<void> {
	await confirmDirectly(app.db, keys, email, {
		visibility: "public",
		updates: true,
		linePublic: true,
		...plantedWords,
	});
	// What follows is not mailed: it waits in the queue.
	await sql`update email_messages set status = 'paused' where kind <> 'my-link'`.execute(app.owner);
	await signDirectly(app.db, keys, email);
	const campaign = await app.db.selectFrom("campaigns").select("id").orderBy("id").executeTakeFirstOrThrow();
	const joined = await makePicket(app.db, keys, { campaignId: campaign.id, facts: inHours(48) });
	const joinable = await findJoinable(app.db, joined.slug, joined.secret);
	if (!joinable) throw new Error("nobody can join this picket");
	const rsvp = { locale: "en", email, party: 3, suspect: false, origin } as const;
	await joinPicket(app.db, keys, joinable, rsvp);
	const { id } = await app.db
		.selectFrom("picket_rsvps")
		.where("picket_id", "=", joined.id)
		.select("id")
		.executeTakeFirstOrThrow();
	await confirmRsvp(app.db, keys, { id, picketId: joined.id });
	await joinPicket(app.db, keys, joinable, rsvp);
	await makePicket(app.db, keys, {
		campaignId: campaign.id,
		facts: { ...inHours(72), title: "Planted picket" },
		host: email,
	});
	await trustHost(app.db, keys, campaign.id, email, "listed before");
	await claimEndorsement(app.db, keys, {
		slug: "zhanaozen",
		locale: "en",
		claim: {
			name: "Planted branch (a sample)",
			kind: "branch",
			country: "GB",
			members: 100,
			parentId: null,
			parentText: "",
			officerRole: "Planted secretary",
			email,
			meetingOn: null,
			adoptedOn: null,
			evidence: "",
		},
		origin,
		suspect: false,
		atRiskCountries: new Set(),
	});
	await sql`insert into email_suppressions (fingerprint, scope, reason)
		values (${fingerprint(await addressKey(app.db, keys), email)}, 'bulk', 'asked')`.execute(app.owner);
}

/** Signs the first petition and confirms it, without a mail: its words are changed on the confirm page. */
export async function confirmDirectly(db: Db, keys: KeyRing, email: string, words: Partial<Words>): Promise<void> {
	const found = await findConfirmable(db, keys, await signDirectly(db, keys, email), "en");
	if (found.state !== "pending") throw new Error(`the link is ${found.state}`);
	const judge = { addressKey: await addressKey(db, keys), holdAbove: 1_000_000 };
	await confirmSignature(db, keys, { ...found, words: { ...found.words, ...words } }, "en", judge);
}
