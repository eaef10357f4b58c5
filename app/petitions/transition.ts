/** Of a signature that somebody confirmed. Only `confirmed` counts; withdrawing deletes the row from any of them. */
export const states = ["confirmed", "quarantined", "invalidated"] as const;
export type State = (typeof states)[number];

/** What can befall a signature, and each way it may change its state. The only table of it; `transition.server.ts` applies it. */
export const moves = {
	/** Its domain signs too fast. */
	hold: [["confirmed", "quarantined"]],
	/** Its domain is trusted after all. */
	release: [["quarantined", "confirmed"]],
	/** An operator's rule takes it out. */
	invalidate: [
		["confirmed", "invalidated"],
		["quarantined", "invalidated"],
	],
	/** That is undone: back to what it was. */
	reinstate: [
		["invalidated", "confirmed"],
		["invalidated", "quarantined"],
	],
} as const satisfies Record<string, readonly (readonly [State, State])[]>;
export type Move = keyof typeof moves;
