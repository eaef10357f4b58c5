const MINUTE = 60;

/**
 * Seconds between two runs of each job, all workers together: work that nobody waits for. What is done once a day is
 * looked at every ten minutes, so that a worker that was away at midnight makes up for it.
 */
export const timetable = {
	retention: 10 * MINUTE,
	counts: 10 * MINUTE,
	showing: 10 * MINUTE,
	audit: 10 * MINUTE,
	books: 10 * MINUTE,
	ledger: 10 * MINUTE,
	stay: 10 * MINUTE,
	"how-went": 10 * MINUTE,
	reminders: 10 * MINUTE,
	"mail-days": 5 * MINUTE,
	confirmations: 60 * MINUTE,
	retiming: 60 * MINUTE,
	bank: 10 * MINUTE,
	"stripe-sweep": 60 * MINUTE,
	"stripe-month": 10 * MINUTE,
	digests: MINUTE,
} as const;

export type JobName = keyof typeof timetable;

export const jobNames = Object.keys(timetable) as JobName[];

/** Whether it is one of ours: an older or newer version of the site may have asked for others. */
export function isJob(name: unknown): name is JobName {
	return typeof name === "string" && Object.hasOwn(timetable, name);
}
