import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Mailer, MailerOptions } from "#emails/queue/mailer.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import {
	cancelMails,
	deliveryOf,
	emptyMails,
	promiseConfirm,
	promiseMany,
	rememberingLog,
	states,
	testMailer,
	until,
	untilState,
} from "#tests/support/mail.ts";
import { type Fault, type Sink, type Stage, startSink } from "#tests/support/smtp-sink.ts";

let base: TestDatabase;
let sink: Sink;
let mailer: Mailer | undefined;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());
beforeEach(async () => {
	await emptyMails(base.owner);
	sink = await startSink();
});
afterEach(async () => {
	await mailer?.stop();
	mailer = undefined;
	await sink.stop();
});

async function start(options: Partial<MailerOptions> = {}) {
	mailer = await testMailer(base, sink.smtpUrl, options);
	return mailer;
}

/** The sink fails the first time at one stage and then never again. */
function failOnce(at: Stage, fault: Fault) {
	sink.script((stage, count) => (stage === at && count === 1 ? fault : undefined));
}

/** Brings on the time at which deferred mails are due. */
const passTime = () => sql`update email_deliveries set not_before = now() where state = 'deferred'`.execute(base.owner);

test.each<[Stage, Fault]>([
	["RCPT", "450 4.2.0 <sam@example.org> greylisted"],
	["DATA", "452 4.3.1 disk full"],
	["body", "451 4.3.0 try again"],
	["body", "421 4.3.2 closing"],
])("a temporary refusal at %s (%s) is tried again later, under the same Message-ID", async (at, fault) => {
	failOnce(at, fault);
	await start();
	const subject = await promiseConfirm(base.db, "sam@example.org");
	const waiting = await untilState(base.owner, subject, "deferred");
	expect(waiting).toMatchObject({ attempts: 1, reply_code: Number(fault.slice(0, 3)) });
	const minutes = (new Date(String(waiting.not_before)).getTime() - Date.now()) / 60_000;
	expect(minutes).toBeGreaterThan(4.8);
	expect(minutes).toBeLessThan(5.2);
	await passTime();
	expect(await untilState(base.owner, subject, "sent")).toMatchObject({ attempts: 2, params_sealed: null });
	expect(sink.copies.size).toBe(1);
	// The address was counted once, however often it was tried.
	expect(await base.owner.selectFrom("email_caps").select("sent").execute()).toEqual([{ sent: 1 }]);
});

test("a mailbox that does not exist is suppressed at once; another refusal only ends the mail", async () => {
	sink.script((stage, _, said) => {
		if (stage === "RCPT" && said.includes("nobody")) return "550 5.1.1 <nobody@example.org> unknown";
		return stage === "body" && said.includes("unliked") ? "554 5.7.1 unliked@example.org" : undefined;
	});
	const log = rememberingLog();
	await start({ log });
	const nobody = await promiseConfirm(base.db, "nobody@example.org");
	expect(await untilState(base.owner, nobody, "rejected")).toMatchObject({
		reply_code: 550,
		enhanced_code: "5.1.1",
		params_sealed: null,
	});
	const unliked = await promiseConfirm(base.db, "unliked@example.org");
	expect(await untilState(base.owner, unliked, "rejected")).toMatchObject({ reply_code: 554, params_sealed: null });
	await untilState(base.owner, await promiseConfirm(base.db, "nobody@example.org"), "suppressed");
	const suppressed = await base.owner.selectFrom("email_suppressions").select(["scope", "reason"]).execute();
	expect(suppressed).toEqual([{ scope: "all", reason: "bounced" }]);
	expect(log.lines.join("\n")).not.toContain("@");
	// The session was good for the next mail each time.
	expect(sink.connections()).toBe(1);
});

test.each<Fault>(["fin", "rst"])(
	"a connection lost after the body (%s): sent again, the same Message-ID",
	async (fault) => {
		failOnce("body", fault);
		await start();
		const subject = await promiseConfirm(base.db, "sam@example.org");
		expect(await untilState(base.owner, subject, "sent")).toMatchObject({ attempts: 2, params_sealed: null });
		expect([...sink.copies.values()]).toEqual([2]);
	},
);

test.each<Fault>(["fin", "rst"])(
	"a connection lost after the body (%s), under `hold`: unknown, not sent again",
	async (fault) => {
		await base.owner.updateTable("email_messages").set({ policy: "hold" }).execute();
		failOnce("body", fault);
		await start();
		const subject = await promiseConfirm(base.db, "sam@example.org");
		await untilState(base.owner, subject, "unknown");
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect([...sink.copies.values()]).toEqual([1]);
	},
);

test.each<[Stage, Fault]>([
	["RCPT", "rst"],
	["DATA", "fin"],
	["DATA", "rst"],
	["connect", "421 4.3.2 too busy"],
	["EHLO", "421 4.3.2 too busy"],
	["MAIL", "451 4.3.0 <post@campaign.example> later"],
])(
	"a fault of the relay before any body (%s: %s) costs the mail no attempt and makes no second copy",
	async (at, fault) => {
		await base.owner.updateTable("email_messages").set({ policy: "hold" }).execute();
		failOnce(at, fault);
		await start();
		const subject = await promiseConfirm(base.db, "sam@example.org");
		expect(await untilState(base.owner, subject, "sent")).toMatchObject({ attempts: 1 });
		expect([...sink.copies.values()]).toEqual([1]);
	},
);

test("an idle session that the relay ended is replaced without a wait", async () => {
	await start();
	await untilState(base.owner, await promiseConfirm(base.db, "one@example.org"), "sent");
	sink.script((stage, count) => (stage === "MAIL" && count === 1 ? "rst" : undefined));
	const began = performance.now();
	await untilState(base.owner, await promiseConfirm(base.db, "two@example.org"), "sent");
	expect(performance.now() - began).toBeLessThan(900);
});

test("while the relay is away mails wait unmarked; they go when it is back", async () => {
	await sink.stop();
	const log = rememberingLog();
	await start({ log });
	await promiseMany(base.db, 50);
	await until(() => log.lines.length > 0, "a line for the operator");
	expect(await states(base.owner)).toEqual({ queued: 50 });
	sink = await startSink(sink.port);
	await until(async () => (await states(base.owner)).sent === 50, "all sent", 10_000);
	expect([...sink.copies.values()].every((copies) => copies === 1)).toBe(true);
});

test("Postgres drops every connection mid-way: all is sent once, within ten seconds", async () => {
	sink.delay = 5;
	await start();
	await promiseMany(base.db, 600);
	await until(() => sink.bodies.length > 100, "the first hundred");
	for (let i = 0; i < 3; i++) {
		await sql`select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid()`.execute(base.owner);
		await new Promise((resolve) => setTimeout(resolve, 150));
	}
	await until(async () => (await states(base.owner)).sent === 600, "all sent", 10_000);
	expect(sink.copies.size).toBe(600);
	expect([...sink.copies.values()].filter((copies) => copies > 1)).toEqual([]);
});

test("stopping mid-way finishes what is at a socket and puts back the rest, none twice, none lost", async () => {
	sink.delay = 10;
	const first = await start();
	await promiseMany(base.db, 500);
	await until(() => sink.bodies.length > 50, "the first fifty");
	const began = performance.now();
	await first.stop();
	expect(performance.now() - began).toBeLessThan(3_000);
	const left = await states(base.owner);
	expect(Object.keys(left)).toEqual(["queued", "sent"]);
	expect(left.sent).toBe(sink.bodies.length);
	sink.delay = 0;
	await start();
	await until(async () => (await states(base.owner)).sent === 500, "all sent");
	expect([...sink.copies.values()]).toEqual(Array(500).fill(1));
});

test("stopping beside a relay that hangs takes at most ten seconds; what was cancelled meanwhile is not tried again", async () => {
	sink.script((stage) => (stage === "body" ? "hang" : undefined));
	const hanging = await start();
	const kept = await promiseConfirm(base.db, "kept@example.org");
	const gone = await promiseConfirm(base.db, "gone@example.org");
	await until(() => sink.bodies.length === 2, "the bodies are there");
	await cancelMails(base.db, [gone]);
	expect(await deliveryOf(base.owner, gone)).toMatchObject({ state: "sending", params_sealed: null });
	const began = performance.now();
	await hanging.stop();
	expect(performance.now() - began).toBeLessThan(10_000);
	expect(await deliveryOf(base.owner, kept)).toMatchObject({ state: "queued", attempts: 1 });
	expect(await deliveryOf(base.owner, gone)).toMatchObject({ state: "cancelled", params_sealed: null });
});
