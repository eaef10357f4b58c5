import { createHmac } from "node:crypto";

/** The one network of all who come over the onion, as `networkOf` names it. */
export const ONION = "onion";

/**
 * Which payments by card each network began within the last hour. Kept in memory, per process, as the limits of posts
 * are; nothing is written anywhere.
 */
export interface CardStarts {
	/** The donations that a network began. @param network as `networkOf` names it; null and the onion are not remembered */
	of(network: string | null): string[];
	/** The donations of each network, apart; networks have no names there. */
	all(): string[][];
	add(network: string | null, donationId: string): void;
}

interface Options {
	/** Milliseconds since the epoch. */
	now(): number;
	random(size: number): Buffer;
	/** Networks remembered at most; the one unseen for longest is forgotten first. */
	most?: number;
}

const hour = 60 * 60_000;

/** Remembers under an HMAC of the network; its key is random and the process's own. */
export function createCardStarts({ now, random, most = 10_000 }: Options): CardStarts {
	const key = random(32);
	const begun = new Map<string, { id: string; at: number }[]>();
	const nameOf = (network: string) => createHmac("sha256", key).update(network).digest("base64").slice(0, 22);
	const recent = (name: string) => (begun.get(name) ?? []).filter(({ at }) => at > now() - hour && at <= now());
	return {
		of: (network) => (network === null ? [] : recent(nameOf(network)).map(({ id }) => id)),
		all() {
			const each = [...begun.keys()].map((name) => recent(name).map(({ id }) => id));
			return each.filter((ids) => ids.length > 0);
		},
		add(network, donationId) {
			if (network === null || network === ONION) return;
			const name = nameOf(network);
			const all = [...recent(name), { id: donationId, at: now() }];
			begun.delete(name);
			begun.set(name, all);
			const [oldest] = begun.keys();
			if (begun.size > most && oldest !== undefined) begun.delete(oldest);
		},
	};
}
