import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { type Endorsement, findEndorsement } from "./endorsement.server.ts";
import { transition } from "./transition.ts";

/** What a body's own page shows: nothing of its contact. */
export type BranchView = NonNullable<Awaited<ReturnType<typeof branchView>>>;

/**
 * What a body's own page shows. Of a claim that was merged: where the other one stands, and its own link, which goes on
 * counting.
 */
export async function branchView(db: Db, keys: KeyRing, own: Endorsement) {
	const joined = own.mergedInto ? await findEndorsement(db, keys, own.mergedInto) : undefined;
	const shown = joined ?? own;
	const parent = shown.organisation.parentId
		? await db
				.selectFrom("organisations")
				.where("id", "=", shown.organisation.parentId)
				.where("name_withheld", "=", false)
				.select("name")
				.executeTakeFirst()
		: undefined;
	const { meetingOn, adoptedOn, refusedBecause } = shown;
	const withdrawn = own.state === "withdrawn";
	const { nameWithheld } = shown.organisation;
	const { name, kind, country, members } = own.organisation;
	return {
		state: withdrawn ? own.state : shown.state,
		merged: joined !== undefined && !withdrawn,
		withdrawable: transition(own.state, "withdraw") !== null,
		meetingOn,
		adoptedOn,
		refusedBecause,
		// What another claim said in confidence is not this one's to read.
		words: joined ? { evidence: "", parent: "" } : { evidence: own.words.evidence, parent: own.words.parent },
		organisation: { name, kind, country, members, nameWithheld },
		parentName: joined ? null : (parent?.name ?? null),
		code: own.code,
		people: own.peopleShown,
		petition: { slug: own.petition.slug, open: own.petition.open },
	};
}
