import { createHash, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { askForReview } from "#app/moderation/queue.server.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { plantBankLine } from "./bank-lines.ts";
import type { TestDatabase } from "./database.ts";
import { makeOrganiser } from "./organiser.ts";
import { makePicket } from "./pickets.ts";

/** One of each kind of thing of a campaign that can be asked for by its number. */
export interface ForeignThings {
	item: string;
	approval: string;
	preview: string;
	petition: string;
	/** The path of a text, which the other campaign has not. */
	text: string;
	invalidation: number;
	held: string;
	answer: string;
	session: string;
	/** Somebody who was invited, and somebody who has come in. */
	invited: string;
	organiser: string;
	picket: string;
	photo: string;
	endorsement: string;
	batch: number;
	sheet: string;
	mailing: number;
	gift: string;
	/** Somebody whom the fund may help, and a request for them. */
	person: string;
	request: string;
	line: string;
}

/** The serial of the sheet of paper. */
const SHEET = "aaaa-bbbb";

/** Makes a campaign and one of each kind of thing in it. @param slug of the campaign that is made */
export async function plantForeign(
	house: Pick<TestDatabase, "db" | "owner"> & { settings: { SECRET_KEYS: string } },
	keys: KeyRing,
	slug: string,
): Promise<ForeignThings> {
	const { owner, db } = house;
	const { id: campaignId } = await owner
		.insertInto("campaigns")
		.values({ slug, zone: "Asia/Almaty", day: "2027-01-01", key_sealed: newFingerprintKey(keys, `campaigns/${slug}`) })
		.returning("id")
		.executeTakeFirstOrThrow();
	const organiser = await makeOrganiser(house, { campaign: slug, roles: ["administrator", "treasurer", "committee"] });
	const [invited, item] = [randomUUID(), randomUUID()];
	const print = (text: string) => createHash("sha256").update(text).digest();
	await sql`insert into organisers (id, fingerprint, sealed, locale) values (${invited}, ${print(slug)}, '\\x00', 'en')`.execute(
		owner,
	);
	await sql`insert into campaign_roles (organiser_id, campaign_id, role) values (${invited}, ${campaignId}, 'writer')`.execute(
		owner,
	);
	await askForReview(db, { campaignId, kind: "report", subjectId: item, locale: "en", flags: [] });
	const picket = await makePicket(db, keys, { campaignId });
	const one = async (statement: ReturnType<typeof sql<{ id: string }>>) => {
		const { rows } = await statement.execute(owner);
		return rows[0]?.id ?? "";
	};
	const petition = `${slug}-petition`;
	const petitionId = await one(sql`
		insert into petitions (campaign_id, slug, key_sealed, opened_at)
		values (${campaignId}, ${petition}, ${newFingerprintKey(keys, `petitions/${petition}`)}, now()) returning id`);
	const { gift, person, request, line } = await plantForeignFund(house, campaignId, organiser.id);
	return {
		...{ gift, person, request, line, sheet: SHEET },
		endorsement: await one(sql`
			with body as (
				insert into organisations (campaign_id, kind, name, country) values (${campaignId}, 'union', 'Theirs', 'GB') returning id)
			insert into endorsements (petition_id, organisation_id, state, adopted_on, check_way, checked_on)
			select ${petitionId}, id, 'checked', current_date, 'vouched', current_date from body returning id`),
		batch: Number(
			await one(sql`
				with source as (
					insert into petition_sources (petition_id, code, kind, label)
					values (${petitionId}, 'sheet-theirs', 'sheet', 'theirs') returning code),
				batch as (
					insert into paper_batches (petition_id, locale, code, rows, made_by)
					select ${petitionId}, 'en', code, 10, ${organiser.id} from source returning id),
				sheet as (
					insert into paper_sheets (serial, petition_id, batch_id, number) select ${SHEET}, ${petitionId}, id, 1 from batch)
				select id from batch`),
		),
		mailing: Number(
			await one(sql`
				with message as (
					insert into email_messages (kind, campaign_id, lane, policy, status)
					values ('mailing', ${campaignId}, 'bulk', 'hold', 'draft') returning id)
				insert into mailing_plans (message_id, path) select id, 'updates/01-theirs' from message returning message_id as id`),
		),
		item: await one(sql`select id from review_items where subject_id = ${item}`),
		approval: await one(sql`
			insert into approvals (action, campaign_id, subject, asked_by)
			values ('handin.freeze', ${campaignId}, ${petition}, ${organiser.id}) returning id`),
		preview: await one(sql`
			insert into previews (token_hash, campaign_id, page, made_by)
			values (${print(`${slug} preview`)}, ${campaignId}, 'campaign', ${organiser.id}) returning id`),
		petition,
		text: "updates/01-theirs",
		invalidation: Number(
			await one(sql`
				insert into invalidations (petition_id, rule, state, matched)
				values (${petitionId}, '{"country":"FR"}', 'preview', 0) returning id`),
		),
		held: await one(sql`
			insert into domain_verdicts (petition_id, fingerprint, verdict)
			values (${petitionId}, ${print("held")}, 'held') returning id`),
		answer: await one(sql`
			insert into ready_answers (campaign_id, kind, slug) values (${campaignId}, 'report', 'theirs') returning id`),
		session: await one(sql`
			insert into organiser_sessions (token_hash, organiser_id, ends_at)
			values (${print(`${slug} session`)}, ${organiser.id}, now() + interval '1 hour') returning id`),
		invited,
		organiser: organiser.id,
		picket: picket.id,
		photo: await one(sql`
			insert into picket_photos (picket_id, alternative, width, height, size, bytes, number, state)
			values (${picket.id}, 'A sample', 1, 1, 1, '\\x00', 1, 'shown') returning id`),
	};
}

/** A gift, somebody whom the fund may help with a request for them, and a line of its bank that nobody has explained. */
async function plantForeignFund({ owner }: Pick<TestDatabase, "owner">, campaignId: number, by: string) {
	const [person, line] = [randomUUID(), randomUUID()];
	await plantBankLine(owner, campaignId, { id: line, sealed: Buffer.from([0]) });
	const { rows } = await sql<{ gift: string; request: string }>`
		with gift as (
			insert into gifts (campaign_id, way, currency, amount) values (${campaignId}, 'cash', 'EUR', 500) returning id),
		held as (
			insert into held_gifts (gift_id, campaign_id, why) select id, ${campaignId}, 'amount' from gift),
		person as (
			insert into beneficiaries (id, campaign_id, locked, entered_by) values (${person}, ${campaignId}, '\\x00', ${by})
			returning id),
		request as (
			insert into aid_requests (campaign_id, beneficiary_id, category, currency, amount, requested_by)
			select ${campaignId}, id, 'family', 'EUR', 500, ${by} from person returning id)
		select gift.id as gift, request.id as request from gift, request`.execute(owner);
	return { person, line, gift: rows[0]?.gift ?? "", request: rows[0]?.request ?? "" };
}
