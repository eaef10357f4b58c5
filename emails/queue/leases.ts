/** How long a worker may hold what, in seconds. A lease is over by the database's clock; no other is compared with it. */
export interface Leases {
	/** Claimed, until it is marked. */
	claimed: number;
	/** Marked, until it must have begun: what has not by then stays where it is. */
	begin: number;
	/** Begun, until the relay must have asked for the body: what is later gets none. */
	envelope: number;
	/** Marked, until the sweep takes the worker for gone: longer than the two above and the ten minutes that RFC 5321 gives the last reply. */
	sending: number;
}

/** What holds unless a test shortens it. */
export const standardLeases: Leases = { claimed: 120, begin: 60, envelope: 60, sending: 13 * 60 };
