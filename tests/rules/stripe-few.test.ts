import { expect, test } from "vitest";
import { atMost, keptFor } from "#app/fund/stripe/few.ts";

test("of many who ask at once a few do, and whoever came too late is told so at once", async () => {
	const ask = atMost(2, 60_000);
	const answers = await Promise.all([1, 2, 3].map((n) => ask(async () => n)));
	expect(answers).toEqual([1, 2, undefined]);
	// They count for their while, though their answers have come.
	expect(await ask(async () => 4)).toBeUndefined();
});

test("what was answered is kept for its while, for each thing apart, an error too; nobody having been asked is not", async () => {
	let now = 0;
	let asked = 0;
	const kept = keptFor<number>(5_000, () => now);
	const next = async () => ++asked;
	expect(await Promise.all([kept("a", next), kept("a", next), kept("b", next)])).toEqual([1, 1, 2]);
	now = 4_999;
	expect(await kept("a", next)).toBe(1);
	now = 5_000;
	expect(await kept("a", next)).toBe(3);
	await expect(kept("broken", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
	await expect(kept("broken", next)).rejects.toThrow("away");
	expect(await kept("late", async () => undefined)).toBeUndefined();
	expect(await kept("late", next)).toBe(4);
});
