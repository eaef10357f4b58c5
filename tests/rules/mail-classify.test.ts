import fc from "fast-check";
import { expect, test } from "vitest";
import { backOff } from "#db/back-off.ts";
import { type Attempt, replyCodes } from "#emails/queue/attempt.ts";
import { classify } from "#emails/queue/classify.ts";
import { MAX_IN_DOUBT, nextWait, settle } from "#emails/queue/settlement.ts";

const answered = (to: "mail" | "rcpt" | "data" | "body", reply: string): Attempt => ({ kind: "answered", to, reply });

test.each<[string, Attempt, Partial<ReturnType<typeof classify>>]>([
	[
		"taken",
		answered("body", "250 2.0.0 Ok: queued as 4ABC12"),
		{ outcome: "sent", queue_id: "4ABC12", relayFault: false },
	],
	["taken, without codes", answered("body", "250 OK"), { outcome: "sent", enhanced_code: null }],
	["cannot connect", { kind: "unreachable" }, { outcome: "again", relayFault: true }],
	["cannot be signed", { kind: "unwritten" }, { outcome: "deferred", relayFault: false }],
	["its turn did not come", { kind: "not-begun" }, { outcome: "again", relayFault: false }],
	["sender refused", answered("mail", "550 5.1.8 sender"), { outcome: "again", relayFault: true }],
	["sender refused for now", answered("mail", "451 4.3.0 later"), { outcome: "again", relayFault: true }],
	["sender refused at RCPT", answered("rcpt", "550 5.1.7 sender syntax"), { outcome: "again", relayFault: true }],
	["login wanted", answered("rcpt", "530 5.7.0 authenticate first"), { outcome: "again", relayFault: true }],
	["session out of step", answered("data", "503 5.5.1 bad sequence"), { outcome: "again", relayFault: true }],
	["greylisted", answered("rcpt", "450 4.2.0 greylisted"), { outcome: "deferred", relayFault: false }],
	["too many", answered("rcpt", "452 4.5.3 too many"), { outcome: "deferred" }],
	["mailbox full for now", answered("rcpt", "452 4.2.2 full"), { outcome: "deferred" }],
	["throttled after the body", answered("body", "451 4.7.0 slow down"), { outcome: "deferred", relayFault: false }],
	["relay goes, to this mail", answered("body", "421 4.3.2 closing"), { outcome: "deferred", relayFault: true }],
	["relay goes, before it", answered("mail", "421 4.3.2 closing"), { outcome: "again", relayFault: true }],
	["no such mailbox", answered("rcpt", "550 5.1.1 <sam@example.org> unknown"), { outcome: "rejected", suppress: true }],
	[
		"no such mailbox, found late",
		answered("body", "550-5.1.1 gone\n550 5.1.1 really"),
		{ outcome: "rejected", suppress: true },
	],
	["no such domain", answered("rcpt", "550 5.1.2 bad destination"), { outcome: "rejected", suppress: true }],
	["takes no mail", answered("rcpt", "556 5.1.10 null MX"), { outcome: "rejected", suppress: true }],
	["refused without a reason", answered("rcpt", "550 no"), { outcome: "rejected", suppress: false }],
	["mailbox full", answered("rcpt", "552 5.2.2 full"), { outcome: "rejected", suppress: false }],
	["policy", answered("body", "554 5.7.1 spam"), { outcome: "rejected", suppress: false, relayFault: false }],
	["lost before the body", { kind: "lost", inDoubt: false }, { outcome: "again", relayFault: true }],
	["lost after the body", { kind: "lost", inDoubt: true }, { outcome: "in-doubt", relayFault: true }],
	["nonsense after the body", answered("body", "hello"), { outcome: "in-doubt" }],
	["no address", { kind: "unmailable" }, { outcome: "rejected", suppress: false, relayFault: false }],
])("classify: %s", (_, attempt, expected) => {
	expect(classify(attempt)).toMatchObject(expected);
});

test("whatever a relay answers, only codes and a queue id are kept of it", () => {
	const word = fc.constantFrom(
		"sam@example.org",
		"<sam@example.org>",
		"queued as",
		"id=",
		"250",
		"5.1.1",
		"x",
		"-",
		" ",
	);
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 999 }), fc.array(word), (code, words) => {
			const codes = replyCodes(`${code} ${words.join(" ")}`);
			expect(JSON.stringify(codes)).not.toMatch(/sam|@/);
		}),
	);
	expect(replyCodes("250 2.0.0 OK id=1tAbCd-000ABC-2x")).toEqual({
		reply_code: 250,
		enhanced_code: "2.0.0",
		queue_id: "1tAbCd-000ABC-2x",
	});
});

test("a deferred mail is tried after 5, 15 and 60 minutes, then every 4 hours for 72 hours", () => {
	expect([1, 2, 3, 4, 5].map(nextWait)).toEqual([5, 15, 60, 240, 240]);
	const all: number[] = [];
	for (let wait = nextWait(1); wait !== null; wait = nextWait(all.length + 1)) all.push(wait);
	const total = all.reduce((sum, wait) => sum + wait, 0);
	expect(total).toBeLessThanOrEqual(72 * 60);
	expect(total).toBeGreaterThan(68 * 60);
	const greylisted = classify(answered("rcpt", "450 4.2.0 later"));
	expect(settle(greylisted, 0, "resend")).toMatchObject({ state: "deferred", attempts: 1, wait_minutes: 5 });
	expect(settle(greylisted, all.length, "resend")).toMatchObject({ state: "rejected", wait_minutes: null });
});

test("in doubt, the policy decides; no mail is sent for ever", () => {
	const doubt = classify({ kind: "lost", inDoubt: true });
	expect(settle(doubt, 0, "resend")).toMatchObject({ state: "queued", attempts: 1 });
	expect(settle(doubt, 0, "hold")).toMatchObject({ state: "unknown" });
	expect(settle(doubt, MAX_IN_DOUBT - 1, "resend")).toMatchObject({ state: "unknown" });
	expect(settle(classify({ kind: "unreachable" }), 3, "hold")).toMatchObject({ state: "queued", attempts: 3 });
});

test("an outage counts once per wait, doubles up to a minute and is forgotten when something works", () => {
	let time = 0;
	const trouble = backOff(60_000, () => time);
	const waits: number[] = [];
	for (let i = 0; i < 8; i++) {
		trouble.failed();
		trouble.failed();
		waits.push(trouble.left());
		time += trouble.left();
	}
	expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
	trouble.worked();
	trouble.failed();
	expect(trouble.left()).toBe(1_000);
});
