import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { factColumns } from "#app/pickets/facts.server.ts";
import type { PicketFacts, PicketKind } from "#app/pickets/facts.ts";
import { linkToken } from "#app/pickets/link-token.server.ts";
import type { PicketState } from "#app/pickets/transition.ts";
import { instantsOf } from "#app/pickets/wall-time.ts";
import { fingerprint, newFingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";

/** What a picket of a test differs in from a plain, listed one in London on 16 December 2026, 12:00–14:00. */
export interface MadePicket {
	facts?: Partial<PicketFacts>;
	kind?: PicketKind;
	/** `listed` by default. */
	state?: PicketState;
	slug?: string;
	sample?: boolean;
	/** A campaign's id; one of its own is made where it is absent and there is none. */
	campaignId?: number;
	/** Address of its host, who has verified it; nobody by default. */
	host?: string;
}

/** The plain picket, every field valid. */
export const plainFacts: PicketFacts = {
	title: "Picket at the embassy",
	description: "We stand at the embassy for two hours.",
	organisation: "Sample: a union branch",
	language: "en",
	startsLocal: "2026-12-16T12:00",
	endsLocal: "2026-12-16T14:00",
	zone: "Europe/London",
	overlap: null,
	placeId: null,
	city: "London",
	country: "GB",
	latitude: 51.51,
	longitude: -0.13,
	addressLevel: "public",
	meetingPoint: "At the main entrance",
	onlineUrl: "",
	authorities: "not_needed",
	authoritiesTold: "",
	authoritiesToldOn: null,
	access: { step_free: true },
	capacity: null,
};

/**
 * Inserts a valid picket in any state.
 * @returns `secret`: the token of its secret link; `hostToken`: that of its host's page, where there is a host
 */
export async function makePicket(db: Db, keys: KeyRing, made: MadePicket = {}) {
	const { kind = "picket", state = "listed", sample = false, host } = made;
	const id = randomUUID();
	const slug = made.slug ?? `london-${id.slice(0, 8)}`;
	const online = kind === "online" ? { meetingPoint: "", onlineUrl: "https://meet.example.org/room" } : {};
	const facts = { ...plainFacts, ...online, ...made.facts };
	const at = instantsOf(facts);
	if (!("startsAt" in at)) throw new Error("the clocks do not show these times once");
	const campaignId = made.campaignId ?? (await anyCampaign(db, keys));
	const keySealed = newFingerprintKey(keys, `pickets/${id}`);
	const key = openFingerprintKey(keys, `pickets/${id}`, keySealed);
	const secret = linkToken(key, "secret", id);
	await db
		.insertInto("pickets")
		.values({
			id,
			campaign_id: campaignId,
			slug,
			kind,
			state,
			sample,
			key_sealed: keySealed,
			secret_hash: hash(secret),
			listed_at: state === "listed" || state === "cancelled" ? sql`now()` : null,
			cancelled_at: state === "cancelled" ? sql`now()` : null,
			...factColumns(keys, id, facts, at),
		})
		.execute();
	const hostId = randomUUID();
	const hostToken = linkToken(key, "host", hostId);
	if (host)
		await db
			.insertInto("picket_hosts")
			.values({
				id: hostId,
				picket_id: id,
				role: "host",
				state: state === "unverified" ? "unverified" : "active",
				token_hash: hash(hostToken),
				fingerprint: fingerprint(key, host),
				sealed: seal(keys, `picket_hosts/${hostId}`, { email: host, locale: "en", origin: "https://campaign.example" }),
			})
			.execute();
	return { id, slug, campaignId, secret, hostId, hostToken, facts };
}

async function anyCampaign(db: Db, keys: KeyRing): Promise<number> {
	const found = await db.selectFrom("campaigns").select("id").orderBy("id").limit(1).executeTakeFirst();
	if (found) return found.id;
	const slug = `campaign-${randomBytes(4).toString("hex")}`;
	const { id } = await db
		.insertInto("campaigns")
		.values({
			slug,
			zone: "Asia/Aqtau",
			day: "2026-12-16",
			key_sealed: newFingerprintKey(keys, `campaigns/${slug}`),
			pickets_opened_at: sql`now()`,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	const edition = { title: "Campaign", neutral_title: "16 December", summary: "A campaign." };
	await db
		.insertInto("campaign_editions")
		.values(["en", "ru", "kk"].map((locale) => ({ campaign_id: id, locale, ...edition })))
		.execute();
	return id;
}

function hash(token: string): Buffer {
	const hashed = hashToken(token);
	if (!hashed) throw new Error("a new token does not read as one");
	return hashed;
}
