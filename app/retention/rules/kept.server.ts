import type { Rule } from "./rule.server.ts";

/** What is kept, and what ends by other means than a statement of the run. */
export const keptRules = [
	// `holdDomains` ends them.
	{ name: "domains", days: 1 },
	{ name: "consents", days: 0 },
	{ name: "erasures", days: 0 },
	// Postgres ends no row of it: nothing in it names anybody.
	{ name: "books", days: 0 },
	// `pruneAudit` ends it: only Postgres's own function may.
	{ name: "audit", days: 365 },
] as const satisfies readonly Rule[];
