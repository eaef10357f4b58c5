import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { Secret, TOTP } from "otpauth";
import type { Role } from "#app/organise/access.ts";
import { hashPassword } from "#app/organise/sign-in/password.server.ts";
import { openSession } from "#app/organise/sign-in/sessions.server.ts";
import { fingerprint } from "#app/seal/fingerprint.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { seal, sealBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { addressKey } from "#emails/address-key.ts";
import { type Client, client } from "./client.ts";

/** An organiser who has come in, and what only they know. */
export interface Organiser {
	id: string;
	email: string;
	name: string;
	password: string;
	/** The code of their app, now or some steps of 30 seconds away. */
	code(steps?: number): string;
}

/** What `startApp` gives, or a `testDatabase` with keys of one's own. */
type House = { db: Db } & ({ settings: { SECRET_KEYS: string } } | { keys: KeyRing });

interface Wanted {
	/** A slug. */
	campaign?: string;
	roles?: readonly Role[];
	email?: string;
	name?: string;
	locale?: string;
}

const password = "a long enough phrase of the tests";
let hashed: Promise<string> | undefined;

/** Makes an organiser with roles in one campaign; none with an empty list. */
export async function makeOrganiser(
	house: House,
	{ campaign = "zhanaozen", roles = ["administrator"], locale = "en", ...wanted }: Wanted = {},
): Promise<Organiser> {
	const keys = "keys" in house ? house.keys : readKeyRing(house.settings.SECRET_KEYS);
	const id = randomUUID();
	const { email = `organiser-${id.slice(0, 8)}@example.org`, name = `Sample ${id.slice(0, 4)}` } = wanted;
	const secret = randomBytes(20);
	hashed ??= hashPassword(password);
	await house.db
		.insertInto("organisers")
		.values({
			id,
			fingerprint: fingerprint(await addressKey(house.db, keys), email),
			sealed: seal(keys, `organisers/${id}`, { email, name }),
			locale,
			state: "active",
			password_hash: await hashed,
			totp_sealed: sealBytes(keys, `organisers/${id}`, secret),
		})
		.execute();
	await sql`
		insert into campaign_roles (organiser_id, campaign_id, role)
		select ${id}, id, unnest(${roles}::text[]) from campaigns where slug = ${campaign}`.execute(house.db);
	const totp = new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) });
	return {
		id,
		email,
		name,
		password,
		code: (steps = 0) => totp.generate({ timestamp: Date.now() + steps * 30_000 }),
	};
}

/** A browser in which an organiser has just signed in: it sends their cookie, and says where its forms come from. */
export interface SignedInClient extends Client {
	cookie: string;
}

/** Begins a session without the sign-in page, its second factor fresh, and gives its browser. */
export async function signIn(app: Client & { db: Db }, { id }: { id: string }): Promise<SignedInClient> {
	return withCookie(app.origin, `__Host-session=${await openSession(app.db, id)}`);
}

/** A browser that has a cookie. */
export function withCookie(origin: string, cookie: string): SignedInClient {
	const plain = client(origin);
	return {
		...plain,
		cookie,
		get: (path, headers) => plain.get(path, { Cookie: cookie, ...headers }),
		post: (path, fields, headers) => plain.post(path, fields, { Cookie: cookie, Origin: origin, ...headers }),
	};
}
