import { isAway } from "#db/away.ts";
import { sizedCache } from "./byte-cache.ts";
import { bodyHash } from "./entity-tag.ts";
import type { PageAddress } from "./page-address.ts";
import type { KeptReply, Reply } from "./reply.ts";

/** Pages that have been made, for whoever asks next (decision 17). */
export interface PageCache {
	/** A page that shows what is so now, by all that this process has been told. */
	fresh(name: string): KeptReply | undefined;
	/**
	 * A page as it is now: kept, or made once for all who ask at the same time; while Postgres is away, as it was.
	 * @throws what `make` throws when there is no page of the last day to give instead
	 */
	answer(address: PageAddress, make: () => Promise<Reply>): Promise<Reply | KeptReply>;
	/**
	 * What pages show has changed: from now on they are made anew; soon, when it has just happened.
	 * @param atOnce whatever has just happened: somebody has taken something down
	 */
	changed(atOnce?: boolean): void;
	/** Postgres tells of changes, and may just have told of one. */
	notified(): void;
	/** Postgres tells of changes no more: until it does again no page counts as fresh. */
	lost(): void;
	stop(): void;
}

export interface PageCacheOptions {
	/** Bytes held at once. */
	most: number;
	/** The clock of people's dates. */
	now(): Date;
	/** Pages are given as they were because Postgres is away. Called at every one. */
	onStale?(): void;
}

/** Changes closer together than this are one: however many people sign, each page is made at most four times a second. */
const GATHER_MS = 250;
/** How often Postgres is asked again while it is known to be away. */
const RETRY_MS = 1_000;
/** Minutes for which a page may stand in while Postgres is away: a day, as `stale-if-error` says to those in front of us. */
const STALE_MINUTES = 24 * 60;
/**
 * What pages with a query may take of all bytes: there are as many queries as anybody cares to make up, and they must not
 * push out the pages that there are.
 */
const QUERIED = 1 / 8;
/** Bytes that a page takes beside its bodies: names, headers, objects. */
const OVERHEAD = 8 * 1024;

interface Page {
	reply: KeptReply;
	/** What it shows was read after this change and in this minute. */
	generation: number;
	minute: number;
}

interface Flight {
	generation: number;
	minute: number;
	reply: Promise<Reply>;
}

/**
 * A page is fresh until something that pages show changes, and no longer than the clock's minute in which it was
 * begun: days begin in every zone, and so do a campaign's phases, with a minute. What is no longer fresh stays, within
 * the bytes, for when Postgres is away.
 */
export function pageCache({ most, now, onStale }: PageCacheOptions): PageCache {
	const cacheOf = (bytes: number) => sizedCache<Page>(bytes, ({ reply }) => sizeOf(reply));
	const plain = cacheOf(most * (1 - QUERIED));
	const queried = cacheOf(most * QUERIED);
	/** Where a page of that name is kept. */
	const pagesFor = (name: string) => (name.includes("?") ? queried : plain);
	const flights = new Map<string, Flight>();
	let generation = 0;
	let hears = false;
	let changedAt = Number.NEGATIVE_INFINITY;
	let gathering: NodeJS.Timeout | undefined;
	let away = false;
	let retryAt = 0;

	const minute = () => Math.floor(now().getTime() / 60_000);
	const isFresh = (page: Page) => hears && page.generation === generation && page.minute === minute();
	/** A page that may stand in, if there is one. */
	const standIn = (page: Page | undefined) => (page && minute() - page.minute < STALE_MINUTES ? page.reply : undefined);

	function begin() {
		clearTimeout(gathering);
		gathering = undefined;
		changedAt = performance.now();
		generation++;
	}

	function changed(atOnce = false) {
		if (atOnce) return begin();
		if (gathering) return;
		const left = changedAt + GATHER_MS - performance.now();
		if (left <= 0) begin();
		else gathering = setTimeout(begin, left).unref();
	}

	/** One at a time makes a page; who asks after a change does not join one that was begun before it. */
	function make(address: PageAddress, render: () => Promise<Reply>): Promise<Reply> {
		const { name } = address;
		const begun = { generation, minute: minute() };
		const under = flights.get(name);
		if (under?.generation === begun.generation && under.minute === begun.minute) return under.reply;
		const reply = render()
			.then((made) => keep(address, made, begun))
			.finally(() => {
				if (flights.get(name)?.reply === reply) flights.delete(name);
			});
		flights.set(name, { ...begun, reply });
		return reply;
	}

	function keep(address: PageAddress, made: Reply, begun: Omit<Page, "reply">): Reply {
		away = false;
		const pages = pagesFor(address.name);
		const kept = pages.get(address.name);
		const newest = !kept || kept.generation <= begun.generation;
		const unkept = String(made.headers["cache-control"] ?? "").includes("no-store");
		if (made.status !== address.status || unkept) {
			// What has been taken down must not come back when Postgres is away. A fault takes nothing down.
			if (newest && made.status < 500) pages.delete(address.name);
			return made;
		}
		const reply: KeptReply = { ...made, address, hash: bodyHash(made.body), forms: new Map(), grown };
		const page = { reply, ...begun };
		function grown() {
			if (pages.get(address.name) === page) pages.set(address.name, page);
		}
		if (newest) pages.set(address.name, page);
		return reply;
	}

	return {
		fresh(name) {
			const page = pagesFor(name).get(name);
			return page && isFresh(page) ? page.reply : undefined;
		},
		async answer(address, render) {
			const page = pagesFor(address.name).get(address.name);
			if (page && isFresh(page)) return page.reply;
			const old = standIn(page);
			if (away && old) {
				onStale?.();
				if (performance.now() >= retryAt) {
					retryAt = performance.now() + RETRY_MS;
					make(address, render).catch((error: unknown) => {
						// What else is wrong with the page is for the next reader's request to find.
						away = isAway(error);
					});
				}
				return old;
			}
			try {
				return await make(address, render);
			} catch (error) {
				if (!old || !isAway(error)) throw error;
				away = true;
				retryAt = performance.now() + RETRY_MS;
				onStale?.();
				return old;
			}
		},
		changed,
		notified() {
			// What was told while nobody listened is lost: pages of before are not fresh, not even for a moment.
			if (!hears) begin();
			else changed();
			hears = true;
		},
		lost() {
			hears = false;
		},
		stop() {
			hears = false;
			clearTimeout(gathering);
		},
	};
}

function sizeOf({ address, body, forms }: KeptReply): number {
	let size = OVERHEAD + 2 * address.name.length + body.length;
	for (const form of forms.values()) if (form.body !== body) size += form.body.length;
	return size;
}
