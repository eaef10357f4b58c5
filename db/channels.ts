/** Channels of NOTIFY by name. What is sent on them only shortens a wait: whoever listens also looks by itself. */
export const channels = {
	/** What public pages show has changed; triggers and the rollup of the counts send it (migrations 0002, `rollUpCounts`). */
	pages: "pages_changed",
	/** A mail has been promised (`emails/wake.ts`). */
	mail: "email_ready",
} as const;
