import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import {
	messageIdToken,
	readMessageIdToken,
	readUnsubscribeToken,
	readVerpToken,
	unsubscribeToken,
	verpToken,
} from "#app/seal/mail-tokens.ts";

type Ring = ReturnType<typeof readKeyRing>;
const key = (version: number) => `${version}:${Buffer.alloc(32, version).toString("base64")}`;
const now = readKeyRing(`${key(2)},${key(1)}`);
const before = readKeyRing(key(1));
const after = readKeyRing(`${key(3)},${key(2)}`);

const mailbox = Buffer.alloc(32, 7);
const other = Buffer.alloc(32, 8);
const numbers = fc.integer({ min: 1, max: 2 ** 40 - 1 });
const letters = "abcdefghijklmnopqrstuvwxyz234567";

interface Kind {
	name: string;
	ids: fc.Arbitrary<string | number>;
	length: number;
	write(ring: Ring, id: string | number): string;
	read(ring: Ring, token: string): string | number | null;
}
const kinds: Kind[] = [
	{
		name: "unsubscribe",
		ids: fc.uuid(),
		length: 48,
		write: (ring, id) => unsubscribeToken(ring, String(id)),
		read: readUnsubscribeToken,
	},
	{
		name: "return path",
		ids: numbers,
		length: 32,
		write: (ring, id) => verpToken(ring, Number(id), mailbox),
		read: (ring, token) => readVerpToken(ring, token)?.deliveryId ?? null,
	},
	{
		name: "Message-ID",
		ids: numbers,
		length: 32,
		write: (ring, id) => messageIdToken(ring, Number(id), mailbox),
		read: (ring, token) => readMessageIdToken(ring, token)?.deliveryId ?? null,
	},
];

describe.each(kinds)("the token of a mail: $name", ({ ids, write, read, length }) => {
	test("reads back, however a mail system writes its letters", () => {
		fc.assert(
			fc.property(ids, (id) => {
				const made = write(now, id);
				expect(made).toMatch(/^[a-df-z2-8]+$/);
				expect(made).toHaveLength(length);
				expect(read(now, ` ${made.toUpperCase()} `)).toBe(id);
			}),
		);
	});

	test("is good under every listed key, and not when its key is removed", () => {
		fc.assert(
			fc.property(ids, (id) => {
				expect(read(now, write(before, id))).toBe(id);
				expect(read(after, write(now, id))).toBe(id);
				expect(read(after, write(before, id))).toBeNull();
			}),
		);
	});

	test("is nobody's with one letter altered, dropped or added", () => {
		fc.assert(
			fc.property(ids, fc.nat(), fc.integer({ min: 1, max: 31 }), (id, at, by) => {
				const made = write(now, id);
				const place = at % made.length;
				const altered = letters[(letters.indexOf(made[place] ?? "") + by) % 32] ?? "";
				expect(read(now, made.slice(0, place) + altered + made.slice(place + 1))).toBeNull();
				expect(read(now, made.slice(0, place) + made.slice(place + 1))).toBeNull();
				expect(read(now, made.slice(0, place) + altered + made.slice(place))).toBeNull();
			}),
		);
	});
});

test("a delivery's token knows the mailbox that the mail went to, and no other", () => {
	for (const token of [
		readVerpToken(now, verpToken(now, 12, mailbox)),
		readMessageIdToken(now, messageIdToken(now, 12, mailbox)),
	]) {
		expect(token?.isTo(mailbox)).toBe(true);
		expect(token?.isTo(other)).toBe(false);
	}
});

test("no text that is not ours reads as a token, nor one kind as another", () => {
	const all = (text: string) => kinds.map(({ read }) => read(now, text));
	fc.assert(
		fc.property(fc.string(), (text) => {
			expect(all(text)).toEqual([null, null, null]);
		}),
	);
	fc.assert(
		fc.property(numbers, (id) => {
			expect(readVerpToken(now, messageIdToken(now, id, mailbox))).toBeNull();
			expect(readMessageIdToken(now, verpToken(now, id, mailbox))).toBeNull();
		}),
	);
});

test("neighbours' tokens have nothing in common that tells how many mails there have been", () => {
	const [one, next] = [verpToken(now, 1_000, mailbox), verpToken(now, 1_001, mailbox)];
	const same = [...one].filter((letter, i) => letter === next[i]).length;
	expect(same).toBeLessThan(8);
});
