import type { PicketFacts } from "../facts.ts";

/**
 * What a host says of a picket, for the same day a year later: at the same clocks, as long as it was. What was said of
 * the authorities was said of that day alone. Pure; whether clocks will show that time is for `instantsOf`.
 */
export function nextYear(facts: PicketFacts): PicketFacts {
	const startsLocal = yearLater(facts.startsLocal);
	const lasted = millisecondsOf(facts.endsLocal) - millisecondsOf(facts.startsLocal);
	return {
		...facts,
		startsLocal,
		endsLocal: new Date(millisecondsOf(startsLocal) + lasted).toISOString().slice(0, 16),
		// Where next year's clocks show it twice, the host can still change that.
		overlap: facts.overlap ?? "earlier",
		authorities: facts.authorities === "told" ? "not_yet" : facts.authorities,
		authoritiesTold: "",
		authoritiesToldOn: null,
	};
}

/** 29 February becomes 28 February: the day that people will be asked to keep free has to be there. */
function yearLater(local: string): string {
	const later = `${String(Number(local.slice(0, 4)) + 1).padStart(4, "0")}${local.slice(4)}`;
	return later.slice(5, 10) === "02-29" ? `${later.slice(0, 8)}28${later.slice(10)}` : later;
}

/** A local time as if it were UTC: good for lengths on the clock alone. */
function millisecondsOf(local: string): number {
	return Date.parse(`${local}:00Z`);
}
