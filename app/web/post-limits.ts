import { createHmac } from "node:crypto";

/** How many forms one network may post. Kept in memory, per process; nothing is written anywhere. */
export interface PostLimits {
	/**
	 * Counts an accepted post.
	 * @param network as `networkOf` names it; null is never limited
	 * @param petition a slug: its posts are counted apart, so that a rally signing one petition does not
	 *   use up what the same building may do elsewhere
	 * @returns false when the network is over its limit; a refused post is not counted
	 */
	take(network: string | null, petition?: string): boolean;
}

interface Options {
	perMinute: number;
	perDay: number;
	/** Milliseconds since the epoch. */
	now(): number;
	random(size: number): Buffer;
	/** Networks remembered at most; the one unseen for longest is forgotten first. About 200 bytes each. */
	most?: number;
}

interface Count {
	minuteBegan: number;
	inMinute: number;
	inDay: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;
// Everyone who comes by Tor shares one bucket, and those are the people this site is for. The brake on
// a flood is the petition's own velocity; this only keeps a single loop from filling the queue.
const onionShare = 10;

/** Counters under an HMAC of the network; the key is random, per process and UTC day, and then gone. */
export function createPostLimits({ perMinute, perDay, now, random, most = 50_000 }: Options): PostLimits {
	let today = Number.NaN;
	let key: Buffer = Buffer.alloc(0);
	const counts = new Map<string, Count>();

	function beginDay(time: number) {
		if (Math.floor(time / day) === today) return;
		today = Math.floor(time / day);
		key = random(32);
		counts.clear();
	}

	function countOf(name: string, time: number): Count {
		const found = counts.get(name);
		// A clock set back would otherwise freeze the minute.
		if (found && time >= found.minuteBegan && time < found.minuteBegan + minute) return found;
		return { minuteBegan: time, inMinute: 0, inDay: found?.inDay ?? 0 };
	}

	function remember(name: string, count: Count) {
		counts.delete(name);
		counts.set(name, count);
		const [oldest] = counts.keys();
		if (counts.size > most && oldest !== undefined) counts.delete(oldest);
	}

	return {
		take(network, petition = "") {
			if (network === null) return true;
			const time = now();
			beginDay(time);
			const name = createHmac("sha256", key).update(`${network}\n${petition}`).digest("base64").slice(0, 22);
			const share = network === "onion" ? onionShare : 1;
			const count = countOf(name, time);
			const allowed = count.inMinute < perMinute * share && count.inDay < perDay * share;
			if (allowed) {
				count.inMinute++;
				count.inDay++;
			}
			remember(name, count);
			return allowed;
		},
	};
}
