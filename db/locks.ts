/** Advisory locks by name, each for one transaction (`pg_try_advisory_xact_lock`). */
export const locks = {
	/** One rollup of the signature counts at a time: two would wait for each other's rows. */
	signatureCounts: 1_001,
	/** One look for domains that sign too fast: two would quarantine the same signatures. */
	domainHolds: 1_002,
	/** One run of the retention rules at a time: a second would only find the same rows locked. */
	retention: 1_003,
	/** One roll-up of the mails' days at a time: two would write the same rows. */
	mailDays: 1_020,
	/** The same for how many confirmed. */
	confirmationDays: 1_021,
	/** One gift of a giver at a time, with a hash of whose: the second of two that are the same sees the first. */
	doubleGift: 1_030,
} as const;
