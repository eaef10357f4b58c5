import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { run as lift } from "#app/cli/lift-lock.ts";
import { claim } from "#emails/queue/claim.ts";
import { runningMailings } from "#emails/queue/claim-bulk.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { operate } from "#tests/support/operator.ts";
import { makeOrganiser, type Organiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { mailTo, sign } from "#tests/support/signing.ts";

let app: TestApp;
let [anna, boris]: Organiser[] = [];
beforeAll(async () => {
	app = await startApp();
	anna = await makeOrganiser(app, { roles: ["translator"] });
	boris = await makeOrganiser(app, { roles: ["moderator"] });
});
afterAll(() => app.stop());
afterEach(async () => {
	await sql`truncate site_locks, approvals`.execute(app.owner);
	await sql`update organisers set no_lock_until = null`.execute(app.owner);
});

const come = (who: Organiser | undefined): Promise<SignedInClient> => {
	if (!who) throw new Error("nobody");
	return signIn(app, who);
};
const lock = (browser: SignedInClient, what: string) => browser.post("/organise/lock", { intent: "lock", what });
const locked = async () => (await app.owner.selectFrom("site_locks").select("what").execute()).map(({ what }) => what);
const idIn = async (browser: SignedInClient) =>
	/name="id" value="([0-9a-f-]{36})"/.exec(await (await browser.get("/organise/lock")).text())?.[1] ?? "";

async function lifted(what: string) {
	await vi.waitFor(async () => expect(await locked()).not.toContain(what), { timeout: 10_000, interval: 20 });
}

describe("any organiser, whatever their role,", () => {
	test("ends all sessions with one button, and whoever signs in again reaches the lock and their account alone", async () => {
		const [one, other] = [await come(anna), await come(boris)];
		expect((await lock(one, "sessions")).status).toBe(303);
		for (const browser of [one, other]) {
			const answer = await browser.get("/organise");
			expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/organise/sign-in?back=%2Forganise"]);
		}
		const again = await come(boris);
		for (const path of ["/organise", "/organise/approvals", "/organise/campaigns/zhanaozen/queue"]) {
			const answer = await again.get(path);
			expect([path, answer.status, answer.headers.get("Location")]).toEqual([path, 303, "/organise/lock"]);
		}
		const posted = await again.post("/organise/approvals", { action: "keys.rotate", subject: "all" });
		expect(posted.headers.get("Location")).toBe("/organise/lock");
		for (const path of ["/organise/lock", "/organise/me"]) expect((await again.get(path)).status).toBe(200);
		expect((await again.post("/organise/sign-out", {})).status).toBe(303);
	});

	test("mails the others, and the log keeps how many sessions ended", async () => {
		await come(boris);
		await lock(await come(anna), "sessions");
		expect((await mailTo(app, boris?.email ?? "")).text).toContain("An organiser has locked all sessions");
		const { figures } = await app.owner
			.selectFrom("audit_log")
			.select("figures")
			.where("act", "=", "lock.set")
			.where("actor", "=", anna?.id ?? "")
			.orderBy("seq", "desc")
			.executeTakeFirstOrThrow();
		expect(figures).toEqual({ ended: 2 });
	});

	test("locking what is locked changes nothing", async () => {
		await lock(await come(anna), "mail");
		const before = await app.owner.selectFrom("site_locks").selectAll().execute();
		await lock(await come(boris), "mail");
		expect(await app.owner.selectFrom("site_locks").selectAll().execute()).toEqual(before);
		await lock(await come(boris), "everything");
		expect(await locked()).toEqual(["mail"]);
	});
});

describe("lifting", () => {
	test("takes two: who asked does not agree, the other does, and the desk is back", async () => {
		await lock(await come(anna), "sessions");
		const [one, other] = [await come(anna), await come(boris)];
		await one.post("/organise/lock", { intent: "lift", what: "sessions" });
		const id = await idIn(other);
		await one.post("/organise/lock", { intent: "agree", id });
		expect(await locked()).toEqual(["sessions"]);
		expect(await (await one.get("/organise/lock")).text()).not.toContain("Agree to lift it");
		await other.post("/organise/lock", { intent: "agree", id });
		await lifted("sessions");
		expect((await other.get("/organise")).status).toBe(200);
	});

	test("leaves everything else that waits alone", async () => {
		const [one, other] = [await makeOrganiser(app), await makeOrganiser(app)];
		await (await come(one)).post("/organise/approvals", { action: "keys.rotate", subject: "all" });
		const { id } = await app.owner.selectFrom("approvals").select("id").executeTakeFirstOrThrow();
		await lock(await come(anna), "sessions");
		await (await come(other)).post("/organise/lock", { intent: "agree", id });
		expect(await app.owner.selectFrom("approvals").select("state").execute()).toEqual([{ state: "asked" }]);
	});

	test("comes after shutting out: an administrator ends the way in of who locked, and changes nothing else", async () => {
		const rogue = await makeOrganiser(app, { roles: ["translator"] });
		await lock(await come(rogue), "sessions");
		const admin = await come(await makeOrganiser(app));
		const people = "/organise/campaigns/zhanaozen/people";
		const granted = await admin.post(people, { intent: "grant", organiser: rogue.id, role: "writer" });
		expect(granted.headers.get("Location")).toBe("/organise/lock");
		await admin.post(people, { intent: "disable", organiser: rogue.id });
		const stateOf = app.owner.selectFrom("organisers").select("state").where("id", "=", rogue.id);
		expect(await stateOf.execute()).toEqual([{ state: "disabled" }]);
		await operate(app, lift, "sessions");
		expect(await locked()).toEqual([]);
	});

	test("is refused with one button, and it stays locked", async () => {
		const other_ = await makeOrganiser(app, { roles: ["writer"] });
		await lock(await come(other_), "sessions");
		const [one, other] = [await come(anna), await come(boris)];
		await one.post("/organise/lock", { intent: "lift", what: "sessions" });
		const answer = await other.post("/organise/approvals/refusals", { id: await idIn(other), back: "lock" });
		expect(answer.headers.get("Location")).toBe("/organise/lock");
		expect(await (await other.get("/organise/lock")).text()).toContain("Ask to lift it");
		expect(await locked()).toEqual(["sessions"]);
	});
});

describe("while all mail is paused", () => {
	test("nothing is claimed, also not what somebody waits for; what has been claimed goes back; then it goes out", async () => {
		await lock(await come(anna), "mail");
		await sign(app, "waits@example.org");
		const queued = await app.owner.selectFrom("email_deliveries").select("id").where("state", "=", "queued").execute();
		expect(queued.length).toBeGreaterThan(0);
		expect(await claim(app.db, "00000000-0000-4000-8000-000000000000", 10)).toEqual([]);
		expect(await runningMailings(app.db)).toEqual([]);
		await vi.waitFor(() => expect(app.logged.join()).toContain("mail: paused by an organiser"), {
			timeout: 20_000,
			interval: 50,
		});
		expect((await app.mails()).some(({ to }) => to === "waits@example.org")).toBe(false);

		const [one, other] = [await come(anna), await come(boris)];
		await one.post("/organise/lock", { intent: "lift", what: "mail" });
		await other.post("/organise/lock", { intent: "agree", id: await idIn(other) });
		await lifted("mail");
		expect((await mailTo(app, "waits@example.org")).to).toBe("waits@example.org");
	});
});
