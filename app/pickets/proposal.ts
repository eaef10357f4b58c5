import type { PicketChange, PicketFacts } from "./facts.ts";

/** What of a proposed change everybody may read: `picket_proposals.shown`. */
export type ShownProposal = readonly PicketChange[];

/**
 * What of a proposed change may be shown before a moderator has read it: times and places; a new title or meeting point
 * only where no filter found anything in it, and where exactly people meet only where everybody may know.
 */
export function shownOf(changes: readonly PicketChange[], before: PicketFacts, after: PicketFacts, flagged: boolean) {
	const isPublic = before.addressLevel === "public" && after.addressLevel === "public";
	return changes.flatMap((change): PicketChange[] => {
		if (change.field === "title") return flagged ? [] : [change];
		if (change.field === "meeting_point") return flagged || !isPublic ? [] : [change];
		if (change.field === "place" && !isPublic) {
			const [old, new_] = [change.old, change.new].map((place) => ({ ...place, placeId: null }));
			return old && new_ && old.city + old.country !== new_.city + new_.country
				? [{ field: "place", old, new: new_ }]
				: [];
		}
		return [change];
	});
}
