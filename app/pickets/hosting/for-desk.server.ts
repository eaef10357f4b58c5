import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { cityNamed } from "../cities.server.ts";
import { findWhole, type WholePicket } from "../facts.server.ts";
import type { PicketFacts, PicketKind } from "../facts.ts";
import { allPlaces } from "../places.server.ts";
import { findProposal } from "./decide.server.ts";

/** A picket's facts with the names of its city and place in the reader's language. */
export interface NamedFacts {
	kind: PicketKind;
	facts: PicketFacts;
	cityName: string;
	placeName: string | undefined;
}

/** A picket as a moderator reads it, with the change that waits. */
export interface ForDesk {
	picket: WholePicket;
	stands: NamedFacts;
	proposed: NamedFacts | undefined;
}

/** Reads a picket of a campaign for its desk; undefined when it is gone, or is another campaign's. */
export async function findForDesk(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	id: string,
	locale: Locale,
): Promise<ForDesk | undefined> {
	const picket = await findWhole(db, keys, id);
	if (picket?.campaignId !== campaignId) return undefined;
	const proposal = await findProposal(db, keys, id);
	const [named, places] = await Promise.all([cityNamed(locale), allPlaces(db, locale)]);
	const name = (facts: PicketFacts): NamedFacts => ({
		kind: picket.kind,
		facts,
		cityName: named(facts.city, facts.country)?.name ?? facts.city,
		placeName: places.find(({ id }) => id === facts.placeId)?.name,
	});
	return { picket, stands: name(picket.facts), proposed: proposal && name(proposal.facts) };
}
