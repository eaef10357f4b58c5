import { type AidState, type AidStep, transition } from "./aid-state.ts";

/** Why something is not done, a word of a closed set: `organise.aid.no.WORD` says it. */
export type Obstacle =
	| "state"
	| "role"
	| "erased"
	| "requester"
	| "conflict"
	| "member"
	| "twice"
	| "first"
	| "two"
	| "checks"
	| "cap"
	| "second"
	| "way"
	| "day"
	| "changed"
	| "fee"
	| "not-enough"
	| "overdrawn"
	| "keys";

/** Of a request, what decides who may do what with it. */
export interface AidFacts {
	state: AidState;
	/** Approvals that it has. */
	approvals: number;
	/** Why this organiser cannot approve it, as Postgres says; null where they can. */
	obstacle: Obstacle | null;
	/** This organiser declared a conflict of interest. */
	conflicted: boolean;
	/** Somebody who approved has declared one since. */
	firstConflicted: boolean;
	/** The family's words or way are others than those for which somebody approved. */
	changed: boolean;
	/** The newest check of some kind came to a no. */
	checkedNo: boolean;
	/** This organiser paid it, or gave its evidence. */
	mine: boolean;
	/** Who waives evidence, while a second person has not agreed. */
	waivedBy: string | null;
	/** Their place in the committee agrees to things by now. */
	settled: boolean;
	erased: boolean;
}

/** Who asks. */
export interface AidPerson {
	id: string;
	treasurer: boolean;
	committee: boolean;
}

/** Why a step cannot be taken by this organiser now; null where it can. Postgres refuses the same, whatever this says. */
export function obstacleTo(step: AidStep, facts: AidFacts, who: AidPerson): Obstacle | null {
	if (transition(facts.state, step, facts.approvals) === null) return "state";
	switch (step) {
		case "approve":
			return who.committee ? facts.obstacle : "role";
		case "pay":
			if (!who.treasurer) return "role";
			if (facts.erased) return "erased";
			if (facts.conflicted) return "conflict";
			if (facts.firstConflicted) return "first";
			if (facts.changed) return "changed";
			return facts.checkedNo ? "checks" : null;
		case "receipt":
		case "contact":
			if (facts.erased) return "erased";
			return facts.conflicted ? "conflict" : null;
		case "waive":
			if (facts.conflicted) return "conflict";
			return facts.waivedBy === null ? null : "twice";
		case "agree-waiver":
			if (facts.waivedBy === null) return "state";
			if (!who.committee) return "role";
			if (facts.waivedBy === who.id) return "second";
			if (facts.conflicted) return "conflict";
			return facts.settled ? null : "member";
		case "deliver":
			if (facts.mine) return "second";
			return facts.conflicted ? "conflict" : null;
		case "cancel":
			return null;
	}
}
