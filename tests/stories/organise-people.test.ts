import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "#app/organise/access.ts";
import { agree, askApproval } from "#app/organise/approvals/approvals.server.ts";
import { performDue } from "#app/organise/approvals/perform.server.ts";
import {
	disable,
	enable,
	grantRole,
	revokeRole,
	withdrawInvitation,
} from "#app/organise/people/change-people.server.ts";
import { disableByAddress } from "#app/organise/people/operator-disables.server.ts";
import { readPeople } from "#app/organise/people/people.server.ts";
import { makePreview } from "#app/organise/preview/previews.server.ts";
import { inviteOrganiser } from "#app/organise/sign-in/invite.server.ts";
import type { SignedIn } from "#app/organise/signed-in.ts";
import { addressKey } from "#emails/address-key.ts";
import { testDatabase } from "#tests/support/database.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { asking, houseOf, type OrganisersHouse, organiserIn } from "#tests/support/organisers.ts";
import { plantPetition } from "#tests/support/signatures.ts";

let house: OrganisersHouse;
beforeAll(async () => {
	house = houseOf(await testDatabase());
});
afterAll(() => house.drop());

interface Campaign {
	id: number;
	slug: string;
}
let campaign: Campaign;
let admin: SignedIn;
beforeEach(async () => {
	campaign = await newCampaign();
	admin = await organiserIn(house, campaign, "administrator");
});

async function newCampaign(): Promise<Campaign> {
	const { slug } = await plantPetition(house.owner);
	return house.owner.selectFrom("campaigns").select(["id", "slug"]).where("slug", "=", slug).executeTakeFirstOrThrow();
}

const by = (actor: SignedIn, whom: { id: string }, where = campaign) => ({
	keys: house.keys,
	origin: "http://localhost",
	actor: actor.id,
	campaignId: where.id,
	organiserId: whom.id,
});

const rolesOf = async (whom: { id: string }, where = campaign) =>
	(await readPeople(house.db, house.keys, where.id, true)).find(({ id }) => id === whom.id)?.roles ?? [];

const actsAbout = async (id: string) =>
	(
		await house.owner
			.selectFrom("audit_log")
			.select(["act", "figures"])
			.where("about", "=", id)
			.orderBy("seq")
			.execute()
	).map(({ act, figures }) => [act, figures]);

const invite = async (email: string, where = campaign, role: Role = "writer") =>
	inviteOrganiser(
		house.db,
		{ keys: house.keys, addressKey: await addressKey(house.db, house.keys) },
		{
			email,
			campaignId: where.id,
			roles: [role],
			locale: "kk",
			by: admin.id,
			origin: "http://localhost",
		},
	);

describe("roles", () => {
	test("are given and taken away, and the log says so once each", async () => {
		const writer = await organiserIn(house, campaign, "writer");
		expect(await grantRole(house.db, by(admin, writer), "moderator")).toBe("done");
		expect(await grantRole(house.db, by(admin, writer), "moderator")).toBe("done");
		expect(await rolesOf(writer)).toEqual(["moderator", "writer"]);
		expect(await revokeRole(house.db, by(admin, writer), "writer")).toBe("done");
		expect(await revokeRole(house.db, by(admin, writer), "writer")).toBe("unknown");
		expect(await rolesOf(writer)).toEqual(["moderator"]);
		expect(await actsAbout(writer.id)).toEqual([
			["role.granted", { role: "moderator" }],
			["role.revoked", { role: "writer" }],
		]);
	});

	test("are not given to who is in another campaign alone", async () => {
		const stranger = await organiserIn(house, await newCampaign(), "writer");
		expect(await grantRole(house.db, by(admin, stranger), "administrator")).toBe("unknown");
		expect(await revokeRole(house.db, by(admin, stranger), "writer")).toBe("unknown");
		expect(await disable(house.db, by(admin, stranger))).toBe("unknown");
		expect(await rolesOf(stranger)).toEqual([]);
	});
});

describe("the last administrator", () => {
	test("keeps the role and the way in", async () => {
		expect(await revokeRole(house.db, by(admin, admin), "administrator")).toBe("last");
		expect(await disable(house.db, by(admin, admin))).toBe("last");
		expect(await rolesOf(admin)).toEqual(["administrator"]);
		// Whoever has not come in, or is shut out, is none.
		const { rows } = await sql`select from organisers where id = ${admin.id} and state = 'active'`.execute(house.owner);
		expect(rows).toHaveLength(1);
		const invited = await invite("second@example.org");
		if (!("organiserId" in invited)) throw new Error(invited.outcome);
		await grantRole(house.db, by(admin, { id: invited.organiserId }), "administrator");
		expect(await revokeRole(house.db, by(admin, admin), "administrator")).toBe("last");
		await expect(house.owner.deleteFrom("organisers").where("id", "=", admin.id).execute()).rejects.toMatchObject({
			constraint: "last_administrator",
		});
	});

	test("stays when two leave at the same moment, however they do it", async () => {
		for (let round = 0; round < 8; round++) {
			const here = await newCampaign();
			const [one, two] = [
				await organiserIn(house, here, "administrator"),
				await organiserIn(house, here, "administrator"),
			];
			const leaving =
				round % 2 === 0
					? disable(house.db, by(one, one, here))
					: revokeRole(house.db, by(one, one, here), "administrator");
			const came = await Promise.all([leaving, revokeRole(house.db, by(two, two, here), "administrator")]);
			expect(came.sort()).toEqual(["done", "last"]);
		}
	});
});

describe("where there are two administrators, one alone", () => {
	test("makes no third, invites none, and takes none away", async () => {
		const other = await organiserIn(house, campaign, "administrator");
		const writer = await organiserIn(house, campaign, "writer");
		expect(await grantRole(house.db, by(admin, writer), "administrator")).toBe("two");
		expect(await invite("puppet@example.org", campaign, "administrator")).toEqual({ outcome: "two" });
		expect(await revokeRole(house.db, by(admin, other), "administrator")).toBe("two");
		expect(await disable(house.db, by(admin, other))).toBe("two");
		expect([await rolesOf(other), await rolesOf(writer)]).toEqual([["administrator"], ["writer"]]);
	});
});

describe("a seat in the committee", () => {
	const seatInSql = (whom: { id: string }, granter: { id: string }) =>
		sql`insert into campaign_roles (organiser_id, campaign_id, role, granted_by)
			values (${whom.id}, ${campaign.id}, 'committee', ${granter.id})`.execute(house.db);
	const constraint = { constraint: "campaign_roles_committee" };

	test("is not given by one administrator, however few there are, nor to who is invited", async () => {
		const writer = await organiserIn(house, campaign, "writer");
		expect(await grantRole(house.db, by(admin, writer), "committee")).toBe("two");
		expect(await invite("seat@example.org", campaign, "committee")).toEqual({ outcome: "two" });
		await expect(seatInSql(writer, admin)).rejects.toMatchObject(constraint);
		expect(await rolesOf(writer)).toEqual(["writer"]);
	});

	test("is given by two who came in separately, once, and taken by one", async () => {
		const writer = await organiserIn(house, campaign, "writer");
		const other = await organiserIn(house, campaign, "administrator");
		const id = await askForSeat(writer);
		expect(await agree(house.db, asking(house, other), id)).toBe("agreed");
		await performDue(house.performer, new AbortController().signal);
		expect(await rolesOf(writer)).toEqual(["committee", "writer"]);
		expect(await revokeRole(house.db, by(admin, writer), "committee")).toBe("done");
		// What was agreed to is used up.
		await expect(seatInSql(writer, admin)).rejects.toMatchObject(constraint);
	});

	test("is not given by somebody and who they brought in, themselves or by another hand", async () => {
		const writer = await organiserIn(house, campaign, "writer");
		const puppets = [];
		let granter = admin;
		for (let n = 0; n < 2; n++) {
			const puppet = await organiserIn(house, campaign, "administrator");
			await sql`update campaign_roles set granted_by = ${granter.id}, granted_at = now() - interval '90 days'
				where organiser_id = ${puppet.id}`.execute(house.owner);
			granter = puppet;
			puppets.push(puppet);
		}
		const id = await askForSeat(writer);
		for (const puppet of puppets) {
			expect(await agree(house.db, asking(house, puppet), id)).toBe("one hand");
			await sql`update approvals set state = 'agreed', agreed_by = ${puppet.id}, not_before = now() where id = ${id}`.execute(
				house.db,
			);
			await expect(seatInSql(writer, admin)).rejects.toMatchObject(constraint);
			await sql`update approvals set state = 'asked', agreed_by = null, not_before = null where id = ${id}`.execute(
				house.db,
			);
		}
		// Who made each other came in by nobody.
		await sql`update campaign_roles set granted_by = ${puppets[1]?.id} where organiser_id = ${puppets[0]?.id}`.execute(
			house.owner,
		);
		for (const puppet of puppets) expect(await agree(house.db, asking(house, puppet), id)).toBe("one hand");
	});

	test("the operator gives at once, and knows whom they invite again", async () => {
		const other = await organiserIn(house, campaign, "administrator");
		const found = { keys: house.keys, addressKey: await addressKey(house.db, house.keys) };
		const known = await makeOrganiser(house, { campaign: campaign.slug, roles: ["administrator"] });
		await sql`update campaign_roles set granted_by = ${admin.id} where organiser_id = ${known.id}`.execute(house.owner);
		const apart = async () =>
			(await sql<{ yes: boolean }>`select are_apart(${campaign.id}, ${admin.id}, ${known.id}) as yes`.execute(house.db))
				.rows[0]?.yes;
		expect(await apart()).toBe(false);
		const operator = { campaignId: campaign.id, locale: "en", by: null, origin: "http://localhost" } as const;
		await inviteOrganiser(house.db, found, { ...operator, email: known.email, roles: ["administrator", "committee"] });
		expect(await apart()).toBe(true);
		expect(await rolesOf(known)).toEqual(["administrator", "committee"]);
		expect(await rolesOf(other)).toEqual(["administrator"]);
	});

	async function askForSeat(whom: SignedIn): Promise<string> {
		const outcome = await askApproval(house.db, asking(house, admin), {
			action: "role.committee",
			campaign,
			subject: whom.id,
		});
		if (outcome.state !== "asked") throw new Error(outcome.state);
		return outcome.id;
	}
});

describe("everybody of the campaign", () => {
	test("is mailed when somebody is invited, given a role, loses one or is shut out", async () => {
		const [writer] = [await organiserIn(house, campaign, "writer"), await organiserIn(house, campaign, "auditor")];
		const mails = async () => (await house.owner.selectFrom("email_deliveries").select("id").execute()).length;
		const more = async (did: () => Promise<unknown>) => {
			const before = await mails();
			await did();
			return (await mails()) - before;
		};
		// The invited person's own, and two others'.
		expect(await more(() => invite("somebody@example.org"))).toBe(3);
		expect(await more(() => grantRole(house.db, by(admin, writer), "moderator"))).toBe(2);
		expect(await more(() => grantRole(house.db, by(admin, writer), "moderator"))).toBe(0);
		expect(await more(() => revokeRole(house.db, by(admin, writer), "moderator"))).toBe(2);
		expect(await more(() => disable(house.db, by(admin, writer)))).toBe(1);
	});
});

describe("what somebody began", () => {
	const begin = async (who: SignedIn) => {
		await makePreview(house.db, who.id, { campaign, page: "fund" });
		await sql`with t as (insert into texts (campaign_id, path) values (${campaign.id}, 'memorial') returning id),
			v as (insert into text_versions (text_id, locale, number, matter, body) select id, 'en', 1, '{}', '' from t returning id, text_id)
			insert into text_schedules (text_id, locale, version_id, due_at, asked_by)
			select text_id, 'en', id, now() + interval '1 day', ${who.id} from v`.execute(house.owner);
	};
	const left = async () => {
		const { rows } = await sql<{ previews: number; schedules: number }>`
			select (select count(*)::int from previews where campaign_id = ${campaign.id}) as previews,
				(select count(*)::int from text_schedules s join texts t on t.id = s.text_id
					where t.campaign_id = ${campaign.id}) as schedules`.execute(house.owner);
		return rows[0];
	};
	test.each(["disable", "revoke"] as const)("ends with them: %s", async (how) => {
		const writer = await organiserIn(house, campaign, "writer");
		await begin(writer);
		expect(await left()).toEqual({ previews: 1, schedules: 1 });
		await (how === "disable"
			? disable(house.db, by(admin, writer))
			: revokeRole(house.db, by(admin, writer), "writer"));
		expect(await left()).toEqual({ previews: 0, schedules: 0 });
	});
});

describe("the operator", () => {
	test("shuts anybody out by their address, but no last administrator", async () => {
		const named = { keys: house.keys, addressKey: await addressKey(house.db, house.keys) };
		const other = await makeOrganiser(house, { campaign: campaign.slug, roles: ["administrator"] });
		expect(await disableByAddress(house.db, named, other.email, "http://localhost")).toBe("done");
		expect(await actsAbout(other.id)).toEqual([["organiser.disabled", {}]]);
		expect(await disableByAddress(house.db, named, other.email, "http://localhost")).toBe("unknown");
	});
});

describe("shutting out", () => {
	test("ends sessions and links at once; letting in again brings the roles back", async () => {
		const writer = await organiserIn(house, campaign, "writer");
		await sql`insert into organiser_sessions (token_hash, organiser_id, ends_at) values (sha256('x'), ${writer.id}, now() + interval '1 hour')`.execute(
			house.owner,
		);
		await sql`insert into organiser_links (token_hash, organiser_id, purpose, expires_at) values (sha256('y'), ${writer.id}, 'break-glass', now() + interval '1 hour')`.execute(
			house.owner,
		);
		expect(await disable(house.db, by(admin, writer))).toBe("done");
		for (const table of ["organiser_sessions", "organiser_links"] as const)
			expect(
				await house.owner.selectFrom(table).select("organiser_id").where("organiser_id", "=", writer.id).execute(),
			).toEqual([]);
		expect(await disable(house.db, by(admin, writer))).toBe("unknown");
		expect(await enable(house.db, by(admin, writer))).toBe("done");
		expect(await rolesOf(writer)).toEqual(["writer"]);
	});

	test("is not one campaign's to do to who works in another's too", async () => {
		const writer = await organiserIn(house, campaign, "writer");
		const other = await newCampaign();
		await sql`insert into campaign_roles (organiser_id, campaign_id, role) values (${writer.id}, ${other.id}, 'writer')`.execute(
			house.owner,
		);
		expect(await disable(house.db, by(admin, writer))).toBe("elsewhere");
		expect(await revokeRole(house.db, by(admin, writer), "writer")).toBe("done");
	});
});

describe("an invitation", () => {
	test("withdrawn leaves no address behind; one that was taken cannot be", async () => {
		const invited = await invite("nobody-yet@example.org");
		if (!("organiserId" in invited)) throw new Error(invited.outcome);
		const whom = { id: invited.organiserId };
		expect(await withdrawInvitation(house.db, by(admin, whom))).toBe("done");
		expect(await house.owner.selectFrom("organisers").select("id").where("id", "=", whom.id).execute()).toEqual([]);
		expect(await withdrawInvitation(house.db, by(admin, admin))).toBe("unknown");
	});
});

describe("the list", () => {
	test("has names for everybody and addresses for administrators alone", async () => {
		const [person] = await readPeople(house.db, house.keys, campaign.id, false);
		expect(person).toEqual({ id: admin.id, name: admin.name, email: null, state: "active", roles: ["administrator"] });
		const [known] = await readPeople(house.db, house.keys, campaign.id, true);
		expect(known?.email).toMatch(/@example\.org$/);
	});
});
