import fc from "fast-check";
import { expect, test } from "vitest";
import { createGiftLimits } from "#app/fund/managing/gift-limits.server.ts";
import { createPostLimits } from "#app/web/post-limits.ts";

// A network may post so many forms a minute and a day; what is refused is not counted.

function limits({ perMinute = 3, perDay = 10, most = 1000 } = {}) {
	const clock = { time: Date.parse("2026-11-30T12:00:00Z") };
	const keys: number[] = [];
	const random = (size: number) => {
		keys.push(clock.time);
		return Buffer.alloc(size, keys.length);
	};
	return { ...createPostLimits({ perMinute, perDay, most, now: () => clock.time, random }), clock, keys };
}

test("a minute's share, then a refusal, then the next minute's", () => {
	const { take, clock } = limits();
	expect([1, 2, 3, 4].map(() => take("a"))).toEqual([true, true, true, false]);
	expect(take("b")).toBe(true);
	clock.time += 59_999;
	expect(take("a")).toBe(false);
	clock.time += 1;
	expect(take("a")).toBe(true);
});

test("what is refused is not counted: a loop does not use up its neighbours' day", () => {
	const { take, clock } = limits({ perMinute: 1, perDay: 3 });
	const inMinute = () => Array.from({ length: 50 }, () => take("a")).filter(Boolean).length;
	const minutes = [0, 1, 2, 3].map(() => {
		clock.time += 60_000;
		return inMinute();
	});
	expect(minutes).toEqual([1, 1, 1, 0]);
});

test("a hidden network is never limited", () => {
	const { take } = limits({ perMinute: 1 });
	expect(Array.from({ length: 1000 }, () => take(null)).every(Boolean)).toBe(true);
});

test("the onion has ten shares, apart from everyone else's", () => {
	const { take } = limits();
	const taken = Array.from({ length: 40 }, () => take("onion")).filter(Boolean);
	expect(taken).toHaveLength(30);
	expect(take("203.0.113.0/24")).toBe(true);
});

test("each petition is counted apart from the others and from the rest of the site", () => {
	const { take } = limits({ perMinute: 1 });
	expect([take("a", "one"), take("a", "two"), take("a"), take("a", "one"), take("a")]).toEqual([
		true,
		true,
		true,
		false,
		false,
	]);
});

test("a new day has a new key and no memory", () => {
	const { take, clock, keys } = limits({ perDay: 2, perMinute: 100 });
	expect([take("a"), take("a"), take("a")]).toEqual([true, true, false]);
	clock.time = Date.parse("2026-12-01T00:00:00Z");
	expect([take("a"), take("a"), take("a")]).toEqual([true, true, false]);
	expect(keys).toHaveLength(2);
});

test("a clock set back blocks nobody for longer than a minute", () => {
	const { take, clock } = limits({ perMinute: 1, perDay: 100 });
	take("a");
	clock.time -= 3_600_000;
	expect(take("a")).toBe(true);
	clock.time += 60_000;
	expect(take("a")).toBe(true);
});

test("memory is bounded: the network unseen for longest is forgotten, not the busy one", () => {
	const { take } = limits({ perMinute: 1, most: 10 });
	take("busy");
	for (let i = 0; i < 1000; i++) {
		expect(take(`network ${i}`)).toBe(true);
		expect(take("busy")).toBe(false);
	}
	expect(take("network 0")).toBe(true);
});

test("whatever the order of posts, no network gets more than its share and none less", () => {
	const posts = fc.array(fc.record({ network: fc.constantFrom("a", "b", "c"), after: fc.nat(40_000) }), {
		maxLength: 200,
	});
	fc.assert(
		fc.property(posts, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 20 }), (list, perMinute, perDay) => {
			const { take, clock } = limits({ perMinute, perDay });
			const day = () => Math.floor(clock.time / 86_400_000);
			const accepted = new Map<string, { time: number; day: number }[]>();
			for (const { network, after } of list) {
				clock.time += after;
				const before = accepted.get(network) ?? [];
				const today = before.filter((post) => post.day === day());
				// A window opens with its first post, so a minute touches at most two.
				const recent = today.filter(({ time }) => time > clock.time - 60_000);
				const taken = take(network);
				if (taken) accepted.set(network, [...before, { time: clock.time, day: day() }]);
				if (taken) expect(today.length).toBeLessThan(perDay);
				if (taken) expect(recent.length).toBeLessThan(2 * perMinute);
				if (recent.length === 0 && today.length < perDay) expect(taken).toBe(true);
				if (!taken) expect(recent.length >= perMinute || today.length >= perDay).toBe(true);
			}
		}),
	);
});

test("one gift's link uses up ten posts of its network's share, and no more", () => {
	const ofAll = limits({ perMinute: 15, perDay: 100 });
	const takes = createGiftLimits({ now: () => ofAll.clock.time, random: (size) => Buffer.alloc(size) });
	const taken = (gift: string, times: number) =>
		Array.from({ length: times }, () => takes(ofAll, "a", gift)).filter(Boolean).length;
	expect(taken("one", 200)).toBe(10);
	expect(taken("another", 5)).toBe(5);
	// The network's share holds too.
	expect(taken("a third", 1)).toBe(0);
});
