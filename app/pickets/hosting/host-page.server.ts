import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { canRepeat, repeatableUntil, repetitionToken } from "../after/repeat.server.ts";
import { canReport } from "../after/report.server.ts";
import { assemblyRule } from "../assembly.server.ts";
import { attendance } from "../attendance.server.ts";
import { cityNamed } from "../cities.server.ts";
import { changesBetween, movesIt, type PicketFacts } from "../facts.ts";
import { listAsking } from "../joining/letting-in.server.ts";
import { allPlaces } from "../places.server.ts";
import { coHosts } from "./co-hosts.server.ts";
import { findProposal } from "./decide.server.ts";
import type { NamedFacts } from "./for-desk.server.ts";
import { type Host, secretPath } from "./host.server.ts";

/** What a host's page shows. */
export async function hostPage(db: Db, keys: KeyRing, host: Host, locale: Locale, now: Date) {
	const { picket, role, state } = host;
	const [numbers, asking, others, proposal, named, places] = await Promise.all([
		attendance(db, picket.id),
		listAsking(db, picket.id),
		coHosts(db, host),
		findProposal(db, keys, picket.id),
		cityNamed(locale),
		allPlaces(db, locale),
	]);
	const name = (facts: PicketFacts): NamedFacts => ({
		kind: picket.kind,
		facts,
		cityName: named(facts.city, facts.country)?.name ?? facts.city,
		placeName: places.find(({ id }) => id === facts.placeId)?.name,
	});
	const again = canRepeat(host, now) ? await repetitionToken(db, keys, picket.id) : undefined;
	const changes = proposal ? changesBetween(picket.facts, proposal.facts) : [];
	return {
		locale,
		role,
		hostState: state,
		picketState: picket.state,
		slug: picket.slug,
		startsAt: picket.startsAt,
		over: picket.endsAt <= now,
		stands: name(picket.facts),
		proposed: proposal && { ...name(proposal.facts), at: proposal.proposedAt, moves: movesIt(changes) },
		secretPath: `/${locale}${secretPath(host)}`,
		numbers,
		/** Absent where nobody has to ask. */
		asking: picket.facts.addressLevel === "approved" || asking.length > 0 ? asking : undefined,
		coHosts: others,
		canReport: canReport(host, now),
		repeat: canRepeat(host, now)
			? { until: repeatableUntil(host), path: again ? `/${locale}/host/${again}` : null }
			: null,
		rule: assemblyRule(picket.facts.country, locale),
	};
}
