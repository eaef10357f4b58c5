import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { agree, askApproval, refuse } from "#app/organise/approvals/approvals.server.ts";
import { listApprovals } from "#app/organise/approvals/list-approvals.server.ts";
import { performDue, startPerforming } from "#app/organise/approvals/perform.server.ts";
import { setLock } from "#app/organise/locks/locks.server.ts";
import { disable } from "#app/organise/people/change-people.server.ts";
import type { SignedIn } from "#app/organise/signed-in.ts";
import { previewInvalidation } from "#app/petitions/abuse/invalidations.server.ts";
import { open } from "#app/seal/seal.ts";
import { connect } from "#db/client.ts";
import { addKeyVersion } from "#db/key-versions.server.ts";
import { mailPlace } from "#emails/kinds.ts";
import { testDatabase } from "#tests/support/database.ts";
import { until } from "#tests/support/mail.ts";
import { asking, houseOf, type OrganisersHouse, organiserIn } from "#tests/support/organisers.ts";
import { plantPetition, plantSignatures } from "#tests/support/signatures.ts";

let house: OrganisersHouse;
beforeAll(async () => {
	house = houseOf(await testDatabase());
});
afterAll(() => house.drop());

let petition: { id: number; slug: string };
let campaign: { id: number; slug: string };
let [anna, boris, clara]: SignedIn[] = [];
const person = (one: SignedIn | undefined): SignedIn => {
	if (!one) throw new Error("nobody");
	return one;
};
const forever = new AbortController().signal;

beforeEach(async () => {
	await sql`truncate approvals, site_locks`.execute(house.owner);
	petition = await plantPetition(house.owner);
	await sql`insert into petition_editions (version_id, locale, title, addressees, summary, body)
		select id, 'en', 'A sample', 'A body', '', '' from petition_versions where petition_id = ${petition.id}`.execute(
		house.owner,
	);
	campaign = await house.owner
		.selectFrom("campaigns")
		.select(["id", "slug"])
		.where("slug", "=", petition.slug)
		.executeTakeFirstOrThrow();
	anna = await organiserIn(house, campaign, "administrator");
	boris = await organiserIn(house, campaign, "administrator");
	clara = await organiserIn(house, campaign, "translator");
});

const as = (one: SignedIn | undefined) => asking(house, person(one));
const wanted = () => ({ action: "handin.freeze" as const, campaign, subject: petition.slug });

async function asked(): Promise<string> {
	const outcome = await askApproval(house.db, as(anna), wanted());
	if (outcome.state !== "asked") throw new Error(outcome.state);
	return outcome.id;
}

const stateOf = async (id: string) =>
	house.owner.selectFrom("approvals").select(["state", "reason"]).where("id", "=", id).executeTakeFirstOrThrow();

async function acts(act: string, about = petition.slug): Promise<unknown[]> {
	const rows = await house.owner
		.selectFrom("audit_log")
		.select("figures")
		.where("act", "=", act)
		.where("about", "=", about)
		.execute();
	return rows.map(({ figures }) => figures);
}

const mails = async () => (await house.owner.selectFrom("email_deliveries").select("id").execute()).length;

/** Locks something and lets two agree to lift it. */
async function liftAgreed(): Promise<string> {
	await sql`insert into site_locks (what) values ('sessions')`.execute(house.owner);
	const outcome = await askApproval(house.db, as(anna), { action: "lock.lift", subject: "sessions" });
	if (outcome.state !== "asked") throw new Error(outcome.state);
	expect(await agree(house.db, as(clara), outcome.id)).toBe("agreed");
	return outcome.id;
}

describe("what takes two", () => {
	test("is asked for by one, agreed to by another, performed once, and each step is in the log", async () => {
		const before = await mails();
		const id = await asked();
		// Anna knows, Clara may not agree.
		expect((await mails()) - before).toBe(1);
		expect(await agree(house.db, as(boris), id)).toBe("agreed");
		expect(await stateOf(id)).toMatchObject({ state: "agreed" });
		await performDue(house.performer, forever);
		expect(await stateOf(id)).toEqual({ state: "done", reason: null });
		expect(await acts("approval.asked")).toEqual([{ action: "handin-freeze", named: 0, counted: 0 }]);
		expect(await acts("approval.agreed")).toEqual([{ action: "handin-freeze" }]);
		expect(await acts("approval.done")).toEqual([{ action: "handin-freeze", list: 1, rows: 0, signatures: 0 }]);
	});

	test("is never agreed to by who asked, by who lacks the role, or by somebody of another campaign", async () => {
		const id = await asked();
		expect(await agree(house.db, as(anna), id)).toBe("not yours");
		expect(await agree(house.db, as(clara), id)).toBe("not yours");
		const other = await plantPetition(house.owner);
		const elsewhere = await house.owner
			.selectFrom("campaigns")
			.select(["id", "slug"])
			.where("slug", "=", other.slug)
			.executeTakeFirstOrThrow();
		const stranger = await organiserIn(house, elsewhere, "administrator");
		expect(await agree(house.db, as(stranger), id)).toBe("unknown");
		expect(await refuse(house.db, as(stranger), id)).toBe("unknown");
		expect(await agree(house.db, as(boris), randomUUID())).toBe("unknown");
		expect(await agree(house.db, as(boris), "no id")).toBe("unknown");
		expect(await stateOf(id)).toMatchObject({ state: "asked" });
		// Not the program alone says so.
		const cheat = sql`update approvals set state = 'agreed', agreed_by = asked_by, not_before = now() where id = ${id}`;
		await expect(cheat.execute(house.owner)).rejects.toMatchObject({ constraint: "approvals_two_people" });
	});

	test("is not asked for without the role, about another campaign's petition, or about nothing", async () => {
		expect(await askApproval(house.db, as(clara), wanted())).toEqual({ state: "not yours" });
		const other = await plantPetition(house.owner);
		expect(await askApproval(house.db, as(anna), { ...wanted(), subject: other.slug })).toEqual({ state: "unknown" });
		expect(await askApproval(house.db, as(anna), { ...wanted(), campaign: undefined })).toEqual({ state: "unknown" });
		expect(await askApproval(house.db, as(anna), { action: "lock.lift", subject: "mail" })).toEqual({
			state: "unknown",
		});
	});

	test("asked for twice waits once; refused, it may be asked for again", async () => {
		const id = await asked();
		expect(await askApproval(house.db, as(boris), wanted())).toEqual({ state: "waits" });
		expect(await refuse(house.db, as(anna), id)).toBe("refused");
		expect(await agree(house.db, as(boris), id)).toBe("too late");
		await asked();
	});

	test("agreed to by two at the same moment is agreed to once", async () => {
		const id = await asked();
		const dana = await organiserIn(house, campaign, "auditor");
		const came = await Promise.all([boris, dana, boris, dana].map((one) => agree(house.db, as(one), id)));
		expect(came.sort()).toEqual(["agreed", "too late", "too late", "too late"]);
	});

	test("ends after seven days in which nobody agreed", async () => {
		const id = await asked();
		await sql`update approvals set expires_at = now() where id = ${id}`.execute(house.owner);
		expect(await agree(house.db, as(boris), id)).toBe("too late");
		await performDue(house.performer, forever);
		expect(await stateOf(id)).toMatchObject({ state: "expired" });
		expect(await acts("approval.expired")).toHaveLength(1);
	});

	test("does not happen when one of the two was shut out meanwhile", async () => {
		const id = await asked();
		await agree(house.db, as(boris), id);
		const { id: boris_ } = person(boris);
		const change = { ...as(boris), actor: boris_, campaignId: campaign.id, organiserId: boris_ };
		expect(await disable(house.db, change)).toBe("done");
		await performDue(house.performer, forever);
		expect(await stateOf(id)).toEqual({ state: "failed", reason: "role-lost" });
	});

	test("is agreed to by no role that an organiser gave less than 48 hours ago", async () => {
		const id = await asked();
		const given = (ago: string) =>
			sql`update campaign_roles set granted_by = ${person(anna).id}, granted_at = now() - ${ago}::interval
				where organiser_id = ${person(boris).id}`.execute(house.owner);
		await given("47 hours");
		expect(await agree(house.db, as(boris), id)).toBe("too new");
		await given("48 hours");
		expect(await agree(house.db, as(boris), id)).toBe("agreed");
	});

	test("needs a second factor of now, sessions that are not locked, and the page that it is on", async () => {
		const id = await asked();
		const but = (more: Partial<SignedIn>) => asking(house, { ...person(boris), ...more });
		expect(await agree(house.db, but({ steppedUp: false }), id)).toBe("step up");
		expect(await agree(house.db, but({ locked: true }), id)).toBe("step up");
		expect(await agree(house.db, but({}), id, "lock.lift")).toBe("unknown");
		expect(await stateOf(id)).toMatchObject({ state: "asked" });
	});

	test("is not asked for about what is no id", async () => {
		for (const subject of ["xyz", "1.0", "01", "99999999999"])
			for (const action of [
				"fund.account",
				"signatures.invalidate",
				"signatures.restore",
				"role.administrator",
				"role.committee",
			] as const)
				expect([action, subject, await askApproval(house.db, as(anna), { action, campaign, subject })]).toEqual([
					action,
					subject,
					{ state: "unknown" },
				]);
	});

	test("waits while all sessions are locked, but for the lifting of that", async () => {
		const id = await asked();
		await agree(house.db, as(boris), id);
		await sql`insert into site_locks (what) values ('sessions')`.execute(house.owner);
		await performDue(house.performer, forever);
		expect(await stateOf(id)).toMatchObject({ state: "agreed" });
		await sql`delete from site_locks`.execute(house.owner);
		const lift = await liftAgreed();
		await performDue(house.performer, forever);
		expect([await stateOf(lift), await stateOf(id)]).toMatchObject([{ state: "done" }, { state: "done" }]);
	});
});

describe("lifting a lock", () => {
	test("is not refused by who set it, nor by anybody once two agreed, and who set it sets none for a day", async () => {
		await sql`insert into site_locks (what, set_by) values ('sessions', ${person(clara).id})`.execute(house.owner);
		const outcome = await askApproval(house.db, as(anna), { action: "lock.lift", subject: "sessions" });
		if (outcome.state !== "asked") throw new Error(outcome.state);
		expect(await refuse(house.db, as(clara), outcome.id)).toBe("not yours");
		expect(await agree(house.db, as(boris), outcome.id)).toBe("agreed");
		for (const one of [anna, boris]) expect(await refuse(house.db, as(one), outcome.id)).toBe("too late");
		await performDue(house.performer, forever);
		expect(await stateOf(outcome.id)).toMatchObject({ state: "done" });
		const set = (one: SignedIn | undefined) =>
			setLock(house.db, house.keys, "http://localhost", person(one).id, "sessions");
		expect(await set(clara)).toBe("not yet");
		await sql`update organisers set no_lock_until = now() where id = ${person(clara).id}`.execute(house.owner);
		expect(await set(clara)).toBe("set");
	});
});

describe("an administrator of two", () => {
	test("is shut out by another and an auditor, and cannot refuse that", async () => {
		const dana = await organiserIn(house, campaign, "auditor");
		const wanted = { action: "organiser.disable-administrator", campaign, subject: person(boris).id } as const;
		const outcome = await askApproval(house.db, as(anna), wanted);
		if (outcome.state !== "asked") throw new Error(outcome.state);
		expect(await refuse(house.db, as(boris), outcome.id)).toBe("not yours");
		const [shown] = await listApprovals(house.db, house.keys, dana);
		expect(shown?.words).toEqual({ person: person(boris).name });
		expect(await agree(house.db, as(dana), outcome.id)).toBe("agreed");
		await performDue(house.performer, forever);
		expect(await stateOf(outcome.id)).toEqual({ state: "done", reason: null });
		expect(await acts("organiser.disabled", person(boris).id)).toHaveLength(1);
	});

	test("is made by two, and the role then agrees to nothing for two days", async () => {
		const wanted = { action: "role.administrator", campaign, subject: person(clara).id } as const;
		const outcome = await askApproval(house.db, as(anna), wanted);
		if (outcome.state !== "asked") throw new Error(outcome.state);
		await agree(house.db, as(boris), outcome.id);
		await performDue(house.performer, forever);
		expect(await stateOf(outcome.id)).toMatchObject({ state: "done" });
		const now = new Map([[campaign.slug, { ...campaign, title: "", roles: new Set(["administrator"] as const) }]]);
		expect(await agree(house.db, asking(house, { ...person(clara), campaigns: now }), await asked())).toBe("too new");
	});
});

describe("another account", () => {
	test("is shown whole to everybody who may refuse it, beside the one of now, and in no mail or log", async () => {
		const account = (holder: string) => ({
			campaign_id: campaign.id,
			mode: "held",
			holder,
			iban: null,
			url: "https://holder.example/fund",
		});
		await house.owner.insertInto("funds").values({ campaign_id: campaign.id }).execute();
		const insert = async (holder: string) =>
			(await house.owner.insertInto("fund_accounts").values(account(holder)).returning("id").executeTakeFirstOrThrow())
				.id;
		const [before, after] = [await insert("Sample holder before"), await insert("Sample holder after")];
		await house.owner.updateTable("funds").set({ account_id: before }).where("campaign_id", "=", campaign.id).execute();
		await askApproval(house.db, as(anna), { action: "fund.account", campaign, subject: after });
		const [shown] = await listApprovals(house.db, house.keys, person(clara));
		// The page is for others than a translator; it stands by its name, the campaign by its title.
		expect(shown?.page).toBeNull();
		const [theirs] = await listApprovals(house.db, house.keys, person(anna));
		const title = person(anna).campaigns.get(campaign.slug)?.title;
		const href = `/organise/campaigns/${campaign.slug}/fund/account`;
		expect(theirs).toMatchObject({ campaign: title, page: { href, label: "organise.nav.fund" } });
		expect(shown?.words?.accounts).toMatchObject({
			now: { holder: "Sample holder before" },
			next: { holder: "Sample holder after" },
		});
		const mails = await house.owner.selectFrom("email_deliveries").select(["subject_id", "params_sealed"]).execute();
		const read = mails.map(({ subject_id, params_sealed: sealed }) =>
			JSON.stringify(sealed && open(house.keys, mailPlace(subject_id), sealed)),
		);
		expect(read.filter((mail) => mail.includes("Show givers another account"))).not.toEqual([]);
		expect(read.join()).not.toContain("holder");
		const log = await house.owner.selectFrom("audit_log").select("figures").where("about", "=", after).execute();
		expect(JSON.stringify(log)).not.toContain("holder");
	});
});

describe("what waits its hours", () => {
	/** The account shown to givers, without an account: what is told and when it is due is the same. */
	async function agreedAccount(): Promise<string> {
		const { id } = await house.owner
			.insertInto("approvals")
			.values({ action: "fund.account", campaign_id: campaign.id, subject: randomUUID(), asked_by: person(anna).id })
			.returning("id")
			.executeTakeFirstOrThrow();
		const before = await mails();
		expect(await agree(house.db, as(boris), id)).toBe("agreed");
		// Everybody hears of it, but for who has just agreed.
		expect((await mails()) - before).toBe(2);
		return id;
	}

	test("is not performed before, and by anybody of the campaign it can be stopped", async () => {
		const id = await agreedAccount();
		await performDue(house.performer, forever);
		expect(await stateOf(id)).toMatchObject({ state: "agreed" });
		const [shown] = await listApprovals(house.db, house.keys, person(clara));
		expect(shown?.due?.getTime()).toBeGreaterThan(Date.now() + 47 * 3_600_000);
		expect(shown).toMatchObject({ mayAgree: false, mayRefuse: true });
		expect(await refuse(house.db, as(clara), id)).toBe("refused");
		await sql`update approvals set not_before = now() where id = ${id}`.execute(house.owner);
		await performDue(house.performer, forever);
		expect(await stateOf(id)).toMatchObject({ state: "refused" });
	});

	test("is performed when they are over", async () => {
		const id = await agreedAccount();
		await sql`update approvals set not_before = now() where id = ${id}`.execute(house.owner);
		await performDue(house.performer, forever);
		expect(await stateOf(id)).toEqual({ state: "failed", reason: "gone" });
	});
});

describe("performing", () => {
	test("by four workers at once happens once", async () => {
		await liftAgreed();
		await Promise.all([1, 2, 3, 4].map(() => performDue(house.performer, forever, 0)));
		expect(await acts("approval.done", "sessions")).toHaveLength((await acts("lock.lifted", "sessions")).length);
		expect(await house.owner.selectFrom("site_locks").selectAll().execute()).toEqual([]);
	});

	test("killed half-way happens later, once", async () => {
		const before = (await acts("lock.lifted", "sessions")).length;
		const id = await liftAgreed();
		const doomed = connect(house.url, { max: 1, statementTimeout: 10_000, onError: () => undefined });
		const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(doomed);
		const pid = rows[0]?.pid ?? 0;
		await house.owner.transaction().execute(async (trx) => {
			await sql`select from site_locks for update`.execute(trx);
			const performing = expect(performDue({ ...house.performer, db: doomed }, forever)).rejects.toThrow();
			await until(async () => {
				const waits = await sql`
					select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`.execute(house.owner);
				return waits.rows.length > 0;
			}, "the worker is in the middle of it");
			await sql`select pg_terminate_backend(${pid})`.execute(trx);
			await performing;
		});
		await doomed.destroy();
		expect(await stateOf(id)).toMatchObject({ state: "agreed" });
		// Another worker leaves it a minute; then it is begun again.
		await performDue(house.performer, forever);
		expect(await stateOf(id)).toMatchObject({ state: "agreed" });
		await performDue(house.performer, forever, 0);
		expect(await stateOf(id)).toMatchObject({ state: "done" });
		expect((await acts("lock.lifted", "sessions")).length).toBe(before + 1);
	});

	test("an invalidation takes out what its preview's rule finds; begun, it is not stopped half-way", async () => {
		await plantSignatures(house.owner, petition.id, [
			...Array.from({ length: 700 }, () => ({ country: "FR" })),
			...Array.from({ length: 300 }, () => ({ country: "DE" })),
		]);
		const preview = await previewInvalidation(house.db, petition.id, { country: "FR" });
		const subject = String(preview.id);
		const outcome = await askApproval(house.db, as(anna), { action: "signatures.invalidate", campaign, subject });
		if (outcome.state !== "asked") throw new Error(outcome.state);
		await agree(house.db, as(boris), outcome.id);

		// A worker that began and was killed.
		await sql`update approvals set tried_at = now() where id = ${outcome.id}`.execute(house.owner);
		expect(await refuse(house.db, as(anna), outcome.id)).toBe("too late");
		expect(await stateOf(outcome.id)).toMatchObject({ state: "agreed" });
		await performDue(house.performer, forever, 0);
		expect(await stateOf(outcome.id)).toMatchObject({ state: "done" });
		expect(await acts("approval.done", subject)).toEqual([{ action: "signatures-invalidate", invalidated: 700 }]);
		const left = await house.owner
			.selectFrom("signatures")
			.select("country")
			.where("petition_id", "=", petition.id)
			.where("state", "=", "confirmed")
			.execute();
		expect(left).toHaveLength(300);
		expect(await askApproval(house.db, as(anna), { action: "signatures.invalidate", campaign, subject })).toEqual({
			state: "unknown",
		});
	});

	test("what takes long does not hold up the lifting of a lock", async () => {
		await plantSignatures(house.owner, petition.id, [{ country: "FR" }]);
		const subject = String((await previewInvalidation(house.db, petition.id, { country: "FR" })).id);
		const long = await askApproval(house.db, as(anna), { action: "signatures.invalidate", campaign, subject });
		if (long.state !== "asked") throw new Error(long.state);
		await agree(house.db, as(boris), long.id);
		const performing = await house.owner.transaction().execute(async (trx) => {
			// As long as these rows are held, the invalidation is in the middle of its work.
			await sql`select from signatures where petition_id = ${petition.id} for update`.execute(trx);
			const performing = startPerforming(house.performer);
			await until(async () => {
				const waits = await sql`
					select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(trx);
				return waits.rows.length > 0;
			}, "the invalidation is in the middle of it");
			const lifting = await liftAgreed();
			await until(async () => (await stateOf(lifting)).state === "done", "the lock is lifted");
			expect(await stateOf(long.id)).toMatchObject({ state: "agreed" });
			return performing;
		});
		await until(async () => (await stateOf(long.id)).state === "done", "the invalidation is done");
		await performing.stop();
	});

	test("a rotation of keys says what keeps it, then seals everything anew", async () => {
		const { SECRET_KEYS } = house.performer.settings;
		await sql`delete from secret_key_versions`.execute(house.owner);
		const ask = async () => {
			const outcome = await askApproval(house.db, as(anna), { action: "keys.rotate", subject: "all" });
			if (outcome.state !== "asked") throw new Error(outcome.state);
			await agree(house.db, as(boris), outcome.id);
			await performDue(house.performer, forever);
			return stateOf(outcome.id);
		};
		expect(await ask()).toEqual({ state: "failed", reason: "keys" });
		expect(house.logged.join()).not.toContain(SECRET_KEYS.slice(2));

		await addKeyVersion(house.db, { version: 1, proof: house.keys.newest.for("proof") });
		// The planted petitions have keys that nobody can open: they look as if they were sealed anew.
		await sql`update campaigns set key_sealed = '\\x01'`.execute(house.owner);
		await sql`update petitions set key_sealed = '\\x01'`.execute(house.owner);
		expect(await ask()).toEqual({ state: "done", reason: null });
	});
});
