/** Where an endorsement stands. Only `shown` is on public pages and in the count. */
export const states = [
	"unverified",
	"interested",
	"meeting",
	"adopted",
	"checked",
	"shown",
	"refused",
	"withdrawn",
] as const;
export type EndorsementState = (typeof states)[number];

/** What can befall an endorsement. */
export const events = ["verify", "meet", "adopt", "check", "show", "hide", "refuse", "reopen", "withdraw"] as const;
export type EndorsementEvent = (typeof events)[number];

/** The only table of it: `changeEndorsement` applies it. What is not here changes nothing. */
const moves: Readonly<Record<EndorsementEvent, Partial<Record<EndorsementState, EndorsementState>>>> = {
	/** Whoever reads the role address has opened the mail's link and pressed the button. */
	verify: { unverified: "interested" },
	/** A meeting is set, or moved. */
	meet: { interested: "meeting", meeting: "meeting" },
	/** The motion was adopted; or, before anybody has checked it, there is more to say of that. */
	adopt: { interested: "adopted", meeting: "adopted", adopted: "adopted" },
	/** The desk knows that the body itself says so. */
	check: { adopted: "checked" },
	show: { checked: "shown" },
	/** Off the public pages; what was checked stays checked. */
	hide: { shown: "checked" },
	refuse: { interested: "refused", meeting: "refused", adopted: "refused", checked: "refused", shown: "refused" },
	/** The desk has refused too early. */
	reopen: { refused: "interested" },
	/** The body takes its name back: at once, and for good. */
	withdraw: {
		interested: "withdrawn",
		meeting: "withdrawn",
		adopted: "withdrawn",
		checked: "withdrawn",
		shown: "withdrawn",
	},
};

/** Where an event takes an endorsement; null where it takes it nowhere. */
export function transition(state: EndorsementState, event: EndorsementEvent): EndorsementState | null {
	return moves[event][state] ?? null;
}
