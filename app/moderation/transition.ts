/** An item of the queue as far as moving it goes by. */
export interface Standing {
	state: "open" | "claimed" | "decided";
	claimedBy: string | null;
	/** The claim's time is not up, by the database's clock. */
	claimHolds: boolean;
	secondNeeded: boolean;
	shownFirstBy: string | null;
	revision: number;
}

/** What a decision does to what it is about: it is shown, it is hidden, or nothing of it is for the public. */
export type Outcome = "show" | "hide" | "close";

export type Move =
	| { to: "claim" }
	| { to: "give-back" }
	/** `revision` is the one that was read. */
	| { to: "decide"; outcome: Outcome; revision: number };

/** What becomes of an item, or why it stays as it is. */
export type Moved =
	| { is: "claimed" | "given-back" | "decided" }
	/** The first of two has said that it may be shown: it waits for another person. */
	| { is: "first-shown" }
	| { refused: Refused };
export type Refused = "taken" | "decided" | "changed" | "same-person";

/**
 * What a move makes of an item: pure and total. Hiding acts at once, whoever has claimed it; showing what a filter has
 * flagged takes two persons.
 * @param by the organiser's id
 */
export function moved(item: Standing, move: Move, by: string): Moved {
	if (item.state === "decided") return { refused: "decided" };
	const anothers = item.state === "claimed" && item.claimHolds && item.claimedBy !== by;
	if (move.to === "claim") return anothers ? { refused: "taken" } : { is: "claimed" };
	if (move.to === "give-back") return anothers ? { refused: "taken" } : { is: "given-back" };
	if (move.revision !== item.revision) return { refused: "changed" };
	if (move.outcome === "hide") return { is: "decided" };
	if (anothers) return { refused: "taken" };
	if (move.outcome === "close" || !item.secondNeeded) return { is: "decided" };
	if (item.shownFirstBy === null) return { is: "first-shown" };
	return item.shownFirstBy === by ? { refused: "same-person" } : { is: "decided" };
}
