import { randomBytes } from "node:crypto";
import type { Role } from "#app/organise/access.ts";
import type { Performer } from "#app/organise/approvals/action.ts";
import type { Asking } from "#app/organise/approvals/approvals.server.ts";
import type { SignedIn } from "#app/organise/signed-in.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import type { TestDatabase } from "./database.ts";
import { makeOrganiser } from "./organiser.ts";

/** A database with keys, as the rooms of the organisers take it: no site, no worker. */
export interface OrganisersHouse extends TestDatabase {
	keys: KeyRing;
	/** What the worker performs with. */
	performer: Performer;
	/** Every line that the worker logged. */
	logged: string[];
}

/** Puts keys beside a test's database. */
export function houseOf(database: TestDatabase): OrganisersHouse {
	const SECRET_KEYS = `1:${randomBytes(32).toString("base64")}`;
	const keys = readKeyRing(SECRET_KEYS);
	const logged: string[] = [];
	const say = (event: string, fields?: object) => void logged.push(JSON.stringify({ event, ...fields }));
	const settings = { SECRET_KEYS } as Performer["settings"];
	const performer = { db: database.db, keys, settings, log: { info: say, warn: say, error: say } };
	return { ...database, keys, performer, logged };
}

/** Makes an organiser with roles in one campaign and gives them as the guard would. */
export async function organiserIn(
	house: OrganisersHouse,
	campaign: { id: number; slug: string },
	...roles: Role[]
): Promise<SignedIn> {
	const { id, name } = await makeOrganiser(house, { campaign: campaign.slug, roles });
	return {
		id,
		name,
		sessionId: id,
		locale: "en",
		steppedUp: true,
		sample: false,
		locked: false,
		campaigns: new Map([[campaign.slug, { ...campaign, title: campaign.slug, roles: new Set(roles) }]]),
	};
}

/** An organiser who asks, agrees or refuses. */
export function asking({ keys }: OrganisersHouse, organiser: SignedIn): Asking {
	return { keys, origin: "http://localhost", organiser };
}
