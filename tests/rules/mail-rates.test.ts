import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketOf, reserveOf, shareOut } from "#emails/queue/rates.ts";
import { reasonToPause } from "#emails/queue/tally.ts";

test("a full bucket and what flows in during a minute are less than one more than the limit", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 1_000_000 }), (perMinute) => {
			const { capacity, perSecond } = bucketOf(perMinute);
			expect(capacity).toBeGreaterThanOrEqual(1);
			expect(capacity + 60 * perSecond).toBeCloseTo(perMinute + 1, 5);
			expect(reserveOf({ capacity, perSecond })).toBeLessThan(capacity);
		}),
	);
});

test("shares are as even as may be, never more than there is or than each may get", () => {
	fc.assert(
		fc.property(fc.nat(600), fc.array(fc.nat(100), { maxLength: 84 }), (total, most) => {
			const shares = shareOut(total, most);
			const sum = shares.reduce((all, n) => all + n, 0);
			expect(sum).toBe(
				Math.min(
					total,
					most.reduce((all, n) => all + n, 0),
				),
			);
			for (const [i, n] of shares.entries()) expect(n).toBeLessThanOrEqual(most[i] ?? 0);
			// Nobody gets two more than another who could have had more.
			const open = shares.filter((n, i) => n < (most[i] ?? 0));
			if (open.length > 0) expect(Math.max(...shares)).toBeLessThanOrEqual(Math.min(...open) + 1);
		}),
	);
});

test("what pauses a mailing: more than 5 % refused, ten complained, of a thousand; few outcomes say little", () => {
	expect(reasonToPause({ sent: 950, rejected: 50, complained: 9 })).toBeNull();
	expect(reasonToPause({ sent: 949, rejected: 51, complained: 0 })).toBe("rejects");
	expect(reasonToPause({ sent: 996, rejected: 0, complained: 10 })).toBe("complaints");
	expect(reasonToPause({ sent: 0, rejected: 10, complained: 3 })).toBeNull();
	expect(reasonToPause({ sent: 0, rejected: 11, complained: 0 })).toBe("rejects");
	expect(reasonToPause({ sent: 10, rejected: 0, complained: 10 })).toBe("complaints");
});
