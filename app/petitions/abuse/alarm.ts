/** How a petition is being signed: counts only. */
export interface Reading {
	id: number;
	slug: string;
	/** Signatures counted at this moment. */
	counted: number;
	/** Confirmed today and yesterday: all, from the domain that gave most, and from how many domains that are held. */
	recent: number;
	top: number;
	heldDomains: number;
	heldSignatures: number;
}

export interface AlarmAt {
	/** More in a minute than this. */
	perMinute: number;
	/** A larger share of one domain than this, in percent; of at least `least` signatures. */
	share: number;
	least: number;
}

export interface Alarm {
	kind: "pace" | "share" | "held";
	event: string;
	fields: Record<string, number>;
}

/**
 * What the operator should be told of a petition. Pure.
 * @param before the reading of a minute ago, if there was one
 * @param told of how many held domains the operator knows
 */
export function alarmsOf(now: Reading, before: Reading | undefined, told: number, at: AlarmAt): Alarm[] {
	const alarms: Alarm[] = [];
	const grown = before ? now.counted - before.counted : 0;
	if (grown > at.perMinute)
		alarms.push({ kind: "pace", event: "many signatures a minute", fields: { confirmed: grown } });
	const percent = Math.round((100 * now.top) / Math.max(1, now.recent));
	if (now.top >= at.least && percent > at.share)
		alarms.push({ kind: "share", event: "many signatures from one domain", fields: { confirmed: now.top, percent } });
	if (now.heldDomains > told)
		alarms.push({
			kind: "held",
			event: "domains are held",
			fields: { domains: now.heldDomains, signatures: now.heldSignatures },
		});
	return alarms;
}
