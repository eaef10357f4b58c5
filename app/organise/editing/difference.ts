import { diffArrays } from "diff";

/** A stretch of words that stayed, came or went. */
export interface Piece {
	kind: "same" | "added" | "removed";
	text: string;
}

/** What changed in one part of a document. */
export interface PartChange {
	/** The field: `title`, `claims`, `body`. */
	part: string;
	/** Which one of a list, from 1. */
	place?: number;
	pieces: Piece[];
}

const word = /[\p{L}\p{M}\p{N}]+|\s+|[\s\S]/gu;
// Beyond this two texts are not versions of one another: everything goes, everything comes.
const MOST_EDITS = 1_500;

/**
 * The difference of two texts, by words of any script. What stayed and went is the first text, what stayed and came
 * the second.
 */
export function differenceOf(before: string, after: string): Piece[] {
	const changes = diffArrays(before.match(word) ?? [], after.match(word) ?? [], { maxEditLength: MOST_EDITS });
	const pieces: Piece[] = changes
		? changes.map(({ added, removed, value }) => ({
				kind: added ? "added" : removed ? "removed" : "same",
				text: value.join(""),
			}))
		: [
				{ kind: "removed", text: before },
				{ kind: "added", text: after },
			];
	return pieces.filter(({ text }) => text !== "");
}

interface Content {
	matter: object;
	body: string;
}

/** The parts of a document that differ between two versions, in the document's order; empty when they are the same. */
export function changesBetween(before: Content, after: Content): PartChange[] {
	const [old, new_] = [partsOf(before), partsOf(after)];
	return [...new Set([...new_.keys(), ...old.keys()])].flatMap((part) =>
		changesOfPart(part, old.get(part) ?? [], new_.get(part) ?? []),
	);
}

/** A part is a list of texts: of one, or of as many as there are claims. */
function partsOf({ matter, body }: Content): Map<string, string[]> {
	const parts = new Map<string, string[]>();
	for (const [name, value] of Object.entries(matter)) {
		const items = Array.isArray(value) && value.some((item) => item && typeof item === "object");
		parts.set(
			name,
			items ? (value as object[]).map(itemText) : [Array.isArray(value) ? value.join("\n") : String(value)],
		);
	}
	return parts.set("body", [body]);
}

function itemText(item: object): string {
	return Object.values(item)
		.map((value) => (Array.isArray(value) ? `[${value.join(", ")}]` : String(value)))
		.filter(Boolean)
		.join("\n");
}

/** Items that stayed are passed over; what went and what came at one place is one change. */
function changesOfPart(part: string, before: readonly string[], after: readonly string[]): PartChange[] {
	const single = before.length <= 1 && after.length <= 1;
	const changes: PartChange[] = [];
	let gone: string[] = [];
	let place = 0;
	const tell = (came: readonly string[]) => {
		for (let i = 0; i < Math.max(gone.length, came.length); i++) {
			const pieces = differenceOf(gone[i] ?? "", came[i] ?? "");
			if (pieces.length > 0) changes.push({ part, ...(!single && { place: place + i + 1 }), pieces });
		}
		gone = [];
		place += came.length;
	};
	for (const { added, removed, value } of diffArrays([...before], [...after])) {
		if (removed) gone = value;
		else if (added) tell(value);
		else {
			tell([]);
			place += value.length;
		}
	}
	tell([]);
	return changes;
}
