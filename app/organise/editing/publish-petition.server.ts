import { sql } from "kysely";
import type { Db } from "#db/client.ts";

interface Words {
	/** Of text_versions. */
	id: number;
	/** `petitions/SLUG`. */
	path: string;
	locale: string;
	matter: object;
	body: string;
}

/**
 * Puts words of a petition before readers. Until somebody has signed they replace what is there; afterwards they become
 * a new version of the petition with what was changed, and the other languages come along as they are.
 * @param trx a transaction
 * @returns `correction` where what was signed would change and nothing says how; `closed` for a petition that ended
 */
export async function publishPetition(
	trx: Db,
	campaignId: number,
	words: Words,
): Promise<"published" | "already" | "correction" | "closed"> {
	const petition = await trx
		.selectFrom("petitions")
		.where("campaign_id", "=", campaignId)
		.where("slug", "=", words.path.slice("petitions/".length))
		.select(["id", sql<boolean>`closed_at is not null`.as("closed")])
		.executeTakeFirstOrThrow();
	if (petition.closed) return "closed";
	const current = (await currentVersion(trx, petition.id)) ?? (await addVersion(trx, petition.id, 1));
	const shown = await editionOf(trx, current.id, words.locale);
	if (shown?.text_version_id === words.id) return "already";
	const signed = await signedWords(trx, campaignId, words.path, words.locale);
	if (signed !== "none" && editionFrom(words).correction === "") return "correction";
	let versionId = current.id;
	if (current.frozen) {
		({ id: versionId } = await addVersion(trx, petition.id, current.number + 1));
		await carryOver(trx, current.id, versionId, words.locale);
	}
	const edition = { ...editionFrom(words), text_version_id: words.id };
	await trx
		.insertInto("petition_editions")
		.values({ version_id: versionId, locale: words.locale, ...edition })
		.onConflict((conflict) => conflict.columns(["version_id", "locale"]).doUpdateSet(edition))
		.execute();
	return "published";
}

/** The newest version; locked, so that the first signatory waits for the words that they then sign. */
async function currentVersion(trx: Db, petitionId: number) {
	return trx
		.selectFrom("petition_versions")
		.where("petition_id", "=", petitionId)
		.orderBy("number", "desc")
		.limit(1)
		.forUpdate()
		.select(["id", "number", sql<boolean>`frozen_on is not null`.as("frozen")])
		.executeTakeFirst();
}

async function addVersion(trx: Db, petitionId: number, number: number) {
	const { id } = await trx
		.insertInto("petition_versions")
		.values({ petition_id: petitionId, number })
		.returning("id")
		.executeTakeFirstOrThrow();
	return { id, number, frozen: false };
}

async function editionOf(trx: Db, versionId: number, locale: string) {
	return trx
		.selectFrom("petition_editions")
		.where("version_id", "=", versionId)
		.where("locale", "=", locale)
		.select("text_version_id")
		.executeTakeFirst();
}

/**
 * Which words of a petition people have signed in a language: none; those that stand there now; or earlier ones, which
 * have been corrected since.
 */
export async function signedWords(
	db: Db,
	campaignId: number,
	path: string,
	locale: string,
): Promise<"none" | "current" | "earlier"> {
	const frozen = await db
		.selectFrom("petitions as p")
		.innerJoin("petition_versions as v", "v.petition_id", "p.id")
		.innerJoin("petition_editions as e", "e.version_id", "v.id")
		.where("p.campaign_id", "=", campaignId)
		.where("p.slug", "=", path.slice("petitions/".length))
		.where("v.frozen_on", "is not", null)
		.where("e.locale", "=", locale)
		.orderBy("v.number", "desc")
		.select(sql<boolean>`v.number = (select max(number) from petition_versions where petition_id = p.id)`.as("newest"))
		.executeTakeFirst();
	if (!frozen) return "none";
	return frozen.newest ? "current" : "earlier";
}

/** In the languages whose words stay, nothing was corrected. */
async function carryOver(trx: Db, fromId: number, toId: number, except: string) {
	await sql`
		insert into petition_editions (version_id, locale, title, addressees, summary, body, sponsor, hand_in, text_version_id)
		select ${toId}, locale, title, addressees, summary, body, sponsor, hand_in, text_version_id
		from petition_editions where version_id = ${fromId} and locale <> ${except}`.execute(trx);
}

function editionFrom({ matter, body }: Words) {
	const {
		title,
		addressees,
		summary,
		sponsor,
		hand_in,
		correction = "",
	} = matter as Record<"title" | "summary" | "sponsor" | "hand_in", string> & {
		addressees: string[];
		correction?: string;
	};
	return { title, addressees: addressees.join("\n"), summary, body, sponsor, hand_in, correction };
}
