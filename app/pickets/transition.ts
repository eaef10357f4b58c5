/** Where a picket stands. Only `listed` is in lists and feeds; `cancelled` stays there when it had been listed. */
export const states = ["unverified", "waiting", "listed", "unlisted", "rejected", "cancelled"] as const;
export type PicketState = (typeof states)[number];

/** What can befall a picket. */
export const events = ["verify", "verify-trusted", "list", "link-only", "refuse", "cancel"] as const;
export type PicketEvent = (typeof events)[number];

/** The only table of it: `changePicket` applies it. What is not here changes nothing. */
const moves: Readonly<Record<PicketEvent, Partial<Record<PicketState, PicketState>>>> = {
	/** The host has opened the link of the mail and pressed the button. */
	verify: { unverified: "waiting" },
	/** The same, of a host whose pickets are listed at once and read after. */
	"verify-trusted": { unverified: "listed" },
	/** A moderator has read it. */
	list: { waiting: "listed", unlisted: "listed", rejected: "listed" },
	/** It stays with those who have its link. */
	"link-only": { waiting: "unlisted", listed: "unlisted" },
	refuse: { waiting: "rejected", unlisted: "rejected", listed: "rejected" },
	/** The host calls it off: at once, and for good. */
	cancel: { waiting: "cancelled", listed: "cancelled", unlisted: "cancelled" },
};

/** Where an event takes a picket; null where it takes it nowhere. */
export function transition(state: PicketState, event: PicketEvent): PicketState | null {
	return moves[event][state] ?? null;
}
