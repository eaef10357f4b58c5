import { setTimeout as sleep } from "node:timers/promises";
import type { Sender } from "./crowd.ts";

/** A site under a flood, and where its mail arrives. */
export interface Target {
	/** `http://localhost:PORT`. */
	origin: string;
	petition: string;
	/** Mails that have come since it was last asked: to whom, and the path of the confirm page. */
	newMails(): Promise<{ to: string; link: string }[]>;
}

export interface Pace {
	/** Posts a second, at most. */
	perSecond: number;
	/** Forms in flight at once, and confirmations as many. */
	atOnce: number;
	onProgress?(posted: number, confirmed: number): void;
}

/** What came of the forms: how many of each kind were posted, taken (303), refused (429), mailed and confirmed (303). */
export interface Driven {
	posted: number;
	taken: number;
	refused: number;
	confirmed: number;
	/** Answers that were neither. */
	faults: number;
	/** Most by which the public count stood above the people who had confirmed. */
	overcount: number;
}

// Nobody waits longer for a mail.
const PATIENCE_MS = 30_000;

/** Posts everybody's form at an even pace, and confirms each mail as soon as it comes, the bots' like the people's. */
export async function drive(
	target: Target,
	crowd: readonly Sender[],
	{ perSecond, atOnce, onProgress }: Pace,
): Promise<Driven> {
	const driven: Driven = { posted: 0, taken: 0, refused: 0, confirmed: 0, faults: 0, overcount: 0 };
	const people = new Set(crowd.filter(({ kind }) => kind !== "bot").map(({ email }) => email));
	let next = 0;
	let last = 0;
	let honest = 0;
	let ended = false;
	let confirmed = false;

	async function postForms() {
		while (next < crowd.length) {
			const turn = next++;
			const { email, address } = crowd[turn] as Sender;
			// Never faster to make up for what was slow: people at a rally do not post in bursts either.
			const at = Math.max(performance.now(), last + 1_000 / perSecond);
			last = at;
			await sleep(at - performance.now());
			const status = await post(
				`/en/petitions/${target.petition}/sign`,
				{ email, country: "DE", visibility: "counted" },
				address,
			);
			driven.posted++;
			if (status === 303) driven.taken++;
			else if (status === 429) driven.refused++;
			else driven.faults++;
			onProgress?.(driven.posted, driven.confirmed);
		}
	}

	async function confirmMails() {
		const links: { to: string; link: string }[] = [];
		let mailed = performance.now();
		while (!ended || driven.confirmed + driven.faults < driven.taken) {
			if (links.length === 0) links.push(...(await target.newMails()));
			if (links.length === 0) {
				if (ended && performance.now() - mailed > PATIENCE_MS) return;
				await sleep(50);
				continue;
			}
			mailed = performance.now();
			await Promise.all(links.splice(0, atOnce).map(confirm));
			onProgress?.(driven.posted, driven.confirmed);
		}
	}

	async function confirm({ to, link }: { to: string; link: string }) {
		if ((await post(link, {}, "20.255.255.1")) !== 303) {
			driven.faults++;
			return;
		}
		driven.confirmed++;
		if (people.has(to)) honest++;
	}

	async function watchCount() {
		while (!confirmed) {
			const answer = await fetch(`${target.origin}/petitions/${target.petition}/count.json`);
			const { count } = (await answer.json()) as { count: number };
			driven.overcount = Math.max(driven.overcount, count - honest);
			await sleep(500);
		}
	}

	async function post(path: string, fields: Record<string, string>, address: string): Promise<number> {
		const answer = await fetch(target.origin + path, {
			method: "POST",
			body: new URLSearchParams(fields),
			headers: { "x-forwarded-for": address },
			redirect: "manual",
		});
		await answer.arrayBuffer();
		return answer.status;
	}

	const watching = watchCount();
	const confirming = confirmMails();
	await Promise.all(Array.from({ length: atOnce }, postForms));
	ended = true;
	await confirming;
	confirmed = true;
	await watching;
	return driven;
}
