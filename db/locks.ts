/** Advisory locks by name, each for one transaction (`pg_try_advisory_xact_lock`). */
export const locks = {
	/** One rollup of the signature counts at a time: two would wait for each other's rows. */
	signatureCounts: 1_001,
} as const;
