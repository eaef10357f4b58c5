import type { ChangedField, ChangedPlace, PicketChange } from "./facts.ts";

/** What of one proposed change everybody may read; a field without values is being changed, and that is all. */
export type ShownChange =
	| { field: "starts" | "ends" | "zone"; old: string; new: string }
	| { field: "place"; old: ChangedPlace; new: ChangedPlace }
	| { field: "words" | "meeting_point" };

/** What of a proposal everybody may read: `picket_proposals.shown`. */
export type ShownProposal = readonly ShownChange[];

/**
 * What of a proposed change may be shown before a moderator has read it: clock times, zones, and towns of our table. Of
 * what a host writes freely only that it changes: a filter is no reader.
 */
export function shownOf(changes: readonly PicketChange[]): ShownProposal {
	const shown = changes.flatMap((change): ShownChange[] => {
		switch (change.field) {
			case "starts":
			case "ends":
			case "zone":
				return [{ field: change.field, old: change.old, new: change.new }];
			case "place": {
				const [old, new_] = [change.old, change.new].map(({ city, country }) => ({ placeId: null, city, country }));
				return old && new_ && old.city + old.country !== new_.city + new_.country
					? [{ field: "place", old, new: new_ }]
					: [{ field: "meeting_point" }];
			}
			case "meeting_point":
				return [{ field: "meeting_point" }];
			default:
				return [{ field: "words" }];
		}
	});
	return shown.filter(({ field }, i) => shown.findIndex((other) => other.field === field) === i);
}

const timeAndPlace: readonly ChangedField[] = ["starts", "ends", "zone", "place", "meeting_point"];

/** Whether a change is of time and place alone: only then nobody who comes can wait for a moderator near the start. */
export function isOfTimeAndPlace(changes: readonly PicketChange[]): boolean {
	return changes.every(({ field }) => timeAndPlace.includes(field));
}
