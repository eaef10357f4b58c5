import { type Cell, cellsOf, type Item, type Promises } from "#app/fund/books/cells.ts";
import { monthsLater, quartersDue } from "#app/fund/books/periods.ts";

/** Something that befell one help, on a day, counted from the first; it may be posted later than it happened. */
export interface Happening {
	id: string;
	family: string;
	currency: string;
	category: string;
	amount: number;
	happened: number;
	posted: number;
	what: "approved" | "paid" | "sent-back" | "cancelled";
}

/** A row as everybody sees it. */
export interface Seen extends Cell {
	n: number;
	/** The day on which it was published. */
	day: string;
}

const DAY = 86_400_000;
const FIRST = "2026-01-01";

/** The day so many after the first. */
export function dayAt(place: number): string {
	return new Date(Date.parse(FIRST) + place * DAY).toISOString().slice(0, 10);
}

/** Everything that is published while days pass and things happen: the nightly job, without its Postgres. */
export function watch(happenings: readonly Happening[], days: number): Seen[] {
	const seen: Seen[] = [];
	let through: string | null = null;
	for (let day = 0; day <= days; day++) {
		for (const quarter of quartersDue(FIRST, through, dayAt(day))) {
			const end = monthsLater(quarter, 1);
			const known = happenings.filter(({ happened, posted }) => posted <= day && dayAt(happened) < end);
			for (const cell of cellsOf(itemsOf(known), standingOf(seen)))
				seen.push({ ...cell, n: seen.length + 1, day: dayAt(day) });
			through = quarter;
		}
	}
	return seen;
}

function itemsOf(happenings: readonly Happening[]): Item[] {
	const items = new Map<string, Item>();
	for (const { id, family, currency, category, amount, what } of happenings) {
		const item = items.get(id) ?? { id, family, currency, category, promised: 0, given: 0 };
		items.set(id, item);
		if (what === "approved") item.promised += amount;
		if (what === "cancelled") item.promised -= amount;
		if (what === "paid") [item.promised, item.given] = [item.promised - amount, item.given + amount];
		if (what === "sent-back") [item.promised, item.given] = [item.promised + amount, item.given - amount];
	}
	return [...items.values()];
}

function standingOf(seen: readonly Seen[]) {
	const given = new Map<string, number>();
	for (const { kind, parts } of seen)
		for (const { id, amount } of parts) given.set(id, (given.get(id) ?? 0) + (kind === "given" ? amount : 0));
	const released = new Set(seen.map(({ releases }) => releases));
	const promises: Promises[] = seen.filter(
		({ kind, amount, n }) => kind === "promised" && amount < 0 && !released.has(n),
	);
	return { given, promises };
}
