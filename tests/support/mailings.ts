import { randomUUID } from "node:crypto";
import { type Audience, draftMailing, type MailingKind, startMailing } from "#app/mailings/sending/mailing.server.ts";
import { tendMailings } from "#app/mailings/sending/run.server.ts";
import { type FingerprintKey, fingerprint, newFingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { domainBucket } from "#emails/domain-bucket.ts";
import { campaignMail } from "#emails/templates/campaign-mail.tsx";
import { until } from "./mail.ts";

/** A campaign that people subscribe to. */
export interface MailedCampaign {
	id: number;
	slug: string;
	key: FingerprintKey;
}

/** MAIL_MAX_UPDATES of these tests. */
export const maxUpdates = 4;

/** Makes a campaign with a key of its own. */
export async function mailedCampaign(
	db: Db,
	keys: KeyRing,
	slug = `campaign-${randomUUID()}`,
): Promise<MailedCampaign> {
	const sealed = newFingerprintKey(keys, `campaigns/${slug}`);
	const { id } = await db
		.insertInto("campaigns")
		.values({ slug, zone: "UTC", day: "2026-12-16", key_sealed: sealed })
		.returning("id")
		.executeTakeFirstOrThrow();
	return { id, slug, key: openFingerprintKey(keys, `campaigns/${slug}`, sealed) };
}

/** Who subscribes; what is absent is a person who reads English. */
export interface Subscriber {
	email: string;
	locale?: string;
	country?: string;
	kind?: "person" | "organisation";
	kinds?: string[];
	/** As older rows have it. */
	bucket?: number | null;
}

/** Subscribes people to a campaign, as confirming does. @returns their subscriptions' ids, in the same order */
export async function subscribeMany(
	db: Db,
	keys: KeyRing,
	campaign: MailedCampaign,
	people: readonly Subscriber[],
): Promise<string[]> {
	const rows = people.map(({ email, locale = "en", country = "ZZ", kind = "person", kinds, bucket }) => {
		const id = randomUUID();
		return {
			id,
			campaign_id: campaign.id,
			fingerprint: fingerprint(campaign.key, email),
			locale,
			country,
			kind,
			...(kinds && { kinds }),
			domain_bucket: bucket === undefined ? domainBucket(email) : bucket,
			sealed: seal(keys, `subscriptions/${id}`, { email }),
		};
	});
	for (let done = 0; done < rows.length; done += 1_000)
		await db
			.insertInto("subscriptions")
			.values(rows.slice(done, done + 1_000))
			.execute();
	return rows.map(({ id }) => id);
}

/** So many people who differ in nothing but their number, at many small providers. */
export function crowd(count: number, at = "example.org"): Subscriber[] {
	return Array.from({ length: count }, (_, i) => ({ email: `p${i}@d${i % 40}.${at}` }));
}

/** A mailing of a few sentences, in English and Russian. */
export function draft(
	db: Db,
	campaign: MailedCampaign,
	{ kind = "update", audience = {} }: { kind?: MailingKind; audience?: Audience } = {},
): Promise<number> {
	const renditions = (["en", "ru"] as const).map((locale) => {
		const about = locale === "en" ? "16 December" : "16 декабря";
		const markdown = "First sentence.\n\n- one\n- two\n\n[Leave]({{unsubscribe}})";
		return { locale, ...campaignMail({ subject: about, preheader: "News", markdown, about }, locale) };
	});
	return draftMailing(db, { campaignId: campaign.id, kind, audience, renditions });
}

/** Starts a mailing and freezes its audience, as a worker does within a second. */
export async function begin(db: Db, keys: KeyRing, id: number): Promise<void> {
	await startMailing(db, id);
	await tendMailings(db, keys, maxUpdates);
}

/** How many of a mailing's deliveries are in each state. */
export async function statesOf(db: Db, id: number): Promise<Record<string, number>> {
	const rows = await db
		.selectFrom("email_deliveries")
		.where("message_id", "=", id)
		.select(["state", (count) => count.fn.countAll<number>().as("n")])
		.groupBy("state")
		.orderBy("state")
		.execute();
	return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** Waits until a mailing's deliveries are as they should be. */
export function untilStates(db: Db, id: number, wanted: Record<string, number>, ms?: number) {
	const text = JSON.stringify(wanted);
	return until(async () => JSON.stringify(await statesOf(db, id)) === text, `a mailing's mails are ${text}`, ms);
}
