import type { Db } from "#db/client.ts";
import { bucketsOf } from "./buckets.ts";
import {
	confirmedShares,
	mailByProvider,
	mailOutcomes,
	petitionsOf,
	signingCells,
	signingPace,
} from "./figures.server.ts";

/**
 * The counts of one campaign for its desk: those of one of its petitions, and of its mail.
 * @param wanted the slug of the petition; the newest without it, or where there is none of that name
 */
export async function campaignFigures(db: Db, campaignId: number, locale: string, wanted: string | null) {
	const [{ zone }, petitions, outcomes, providers] = await Promise.all([
		db.selectFrom("campaigns").where("id", "=", campaignId).select("zone").executeTakeFirstOrThrow(),
		petitionsOf(db, campaignId, locale),
		mailOutcomes(db, campaignId),
		mailByProvider(db, campaignId),
	]);
	const petition = petitions.find(({ slug }) => slug === wanted) ?? petitions[0];
	const signing = petition && {
		...(await signingFigures(db, petition.id, zone)),
		slug: petition.slug,
		title: petition.title,
		count: petition.count,
		at: petition.countedAt.toISOString(),
	};
	return {
		zone,
		petitions: petitions.map(({ slug, title }) => ({ slug, title })),
		signing,
		mail: { ...outcomes, providers },
	};
}

async function signingFigures(db: Db, petitionId: number, zone: string) {
	const [pace, cells, shares] = await Promise.all([
		signingPace(db, petitionId, zone),
		signingCells(db, petitionId),
		confirmedShares(db, petitionId),
	]);
	return {
		...pace,
		countries: bucketsOf(cells.country),
		languages: bucketsOf(cells.locale),
		sources: bucketsOf(cells.source),
		shares,
	};
}

export type CampaignFigures = Awaited<ReturnType<typeof campaignFigures>>;
