import type { PicketState } from "./transition.ts";
import type { WallTimes } from "./wall-time.ts";

export const kinds = ["picket", "vigil", "meeting", "film", "online"] as const;
export type PicketKind = (typeof kinds)[number];

/** Who learns where it is: everybody; who has joined; whom the host lets in. */
export const addressLevels = ["public", "joined", "approved"] as const;
export type AddressLevel = (typeof addressLevels)[number];

export const authorityStates = ["told", "not_needed", "not_yet"] as const;
export type Authorities = (typeof authorityStates)[number];

/** What a place offers; what is not ticked is not known. */
export const accessItems = ["step_free", "seating", "toilets", "signing", "quiet"] as const;
export type AccessItem = (typeof accessItems)[number];
export type Access = Partial<Record<AccessItem, boolean>>;

/** What a host says of a picket and may change. Its kind stays. */
export interface PicketFacts extends WallTimes {
	title: string;
	description: string;
	/** An organisation, never a person. */
	organisation: string;
	/** Language of these words (BCP 47). */
	language: string;
	placeId: string | null;
	city: string;
	/** ISO 3166-1 alpha-2. */
	country: string;
	latitude: number | null;
	longitude: number | null;
	addressLevel: AddressLevel;
	meetingPoint: string;
	/** Of an online one: https. As secret as the meeting point of others. */
	onlineUrl: string;
	authorities: Authorities;
	authoritiesTold: string;
	/** `YYYY-MM-DD`. */
	authoritiesToldOn: string | null;
	access: Access;
	capacity: number | null;
}

export const changedFields = ["title", "starts", "ends", "zone", "place", "meeting_point", "state", "text"] as const;
export type ChangedField = (typeof changedFields)[number];

/** Where a picket is, as a change keeps it. */
export interface ChangedPlace {
	placeId: string | null;
	city: string;
	country: string;
}

/**
 * One row of `picket_changes`, opened: `starts` and `ends` are local times `YYYY-MM-DDTHH:MM`, of `text` nothing is
 * kept.
 */
export type PicketChange =
	| { field: "title" | "starts" | "ends" | "zone" | "meeting_point" | "text"; old: string; new: string }
	| { field: "place"; old: ChangedPlace; new: ChangedPlace }
	| { field: "state"; old: PicketState; new: PicketState };

/** What those who will come must hear of; a word in the description is not. */
export function isImportant(field: ChangedField): boolean {
	return field !== "text";
}

/** What two versions of a picket differ in, in the order in which readers are told. */
export function changesBetween(before: PicketFacts, after: PicketFacts): PicketChange[] {
	const changes: PicketChange[] = [
		{ field: "title", old: before.title, new: after.title },
		{ field: "starts", old: before.startsLocal, new: after.startsLocal },
		{ field: "ends", old: before.endsLocal, new: after.endsLocal },
		{ field: "zone", old: zoneOf(before), new: zoneOf(after) },
		{ field: "place", old: placeOf(before), new: placeOf(after) },
		{ field: "meeting_point", old: whereOf(before), new: whereOf(after) },
		{ field: "text", old: textOf(before), new: textOf(after) },
	];
	return changes
		.filter((change) => JSON.stringify(change.old) !== JSON.stringify(change.new))
		.map((change) => (change.field === "text" ? { field: "text", old: "", new: "" } : change));
}

/** Whether a change may need to be told to the authorities anew: it moves the time or the place. */
export function movesIt(changes: readonly PicketChange[]): boolean {
	return changes.some(({ field }) => ["starts", "ends", "zone", "place", "meeting_point"].includes(field));
}

const zoneOf = ({ zone, overlap }: PicketFacts) => (overlap ? `${zone} ${overlap}` : zone);
const placeOf = ({ placeId, city, country }: PicketFacts): ChangedPlace => ({ placeId, city, country });
const whereOf = ({ meetingPoint, onlineUrl }: PicketFacts) => [meetingPoint, onlineUrl].filter(Boolean).join("\n");

/** What is compared and not kept: a public level that becomes a secret one is told as well as a new sentence. */
function textOf(facts: PicketFacts): string {
	const { description, organisation, language, addressLevel, authorities, authoritiesTold, authoritiesToldOn } = facts;
	const access = accessItems.filter((item) => facts.access[item]);
	return JSON.stringify([
		description,
		organisation,
		language,
		addressLevel,
		authorities,
		authoritiesTold,
		authoritiesToldOn,
		access,
		facts.capacity,
	]);
}
