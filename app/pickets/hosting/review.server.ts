import type { Locale } from "#app/i18n/translate.ts";
import { flagText } from "#app/moderation/flag-text.server.ts";
import type { Flag } from "#app/moderation/flags.ts";
import { askForReview } from "#app/moderation/queue.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { WholePicket } from "../facts.server.ts";
import type { PicketFacts } from "../facts.ts";

/** Puts a picket, or what its host proposes to change, into the queue of its campaign. */
export async function askForPicketReview(
	trx: Db,
	keys: KeyRing,
	{ id, campaignId }: Pick<WholePicket, "id" | "campaignId">,
	asked: { kind: "picket" | "picket-change"; facts: PicketFacts; locale: Locale; changed?: boolean; first?: boolean },
): Promise<void> {
	const { kind, facts, locale, changed, first } = asked;
	const flags = await flagsOfFacts(trx, keys, campaignId, facts);
	await askForReview(trx, { campaignId, kind, subjectId: id, locale, flags, changed, first });
}

/** What the filters find in a host's words. */
async function flagsOfFacts(db: Db, keys: KeyRing, campaignId: number, facts: PicketFacts): Promise<Flag[]> {
	const { title, description, organisation, authoritiesTold, meetingPoint } = facts;
	const words = await flagText(db, keys, campaignId, [title, description, organisation, authoritiesTold].join("\n"));
	// A street and a number is what a meeting point is for.
	const point = (await flagText(db, keys, campaignId, meetingPoint)).filter((flag) => flag !== "address");
	return [...new Set([...words, ...point])];
}
