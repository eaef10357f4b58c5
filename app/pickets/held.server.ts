import { sql } from "kysely";
import { type CampaignPrints, campaignPrints } from "#app/campaigns/prints.server.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { eraseHosts } from "./hosting/erase-hosts.server.ts";
import { leavePickets } from "./joining/leave.server.ts";
import { linkToken } from "./link-token.server.ts";

interface HeldPicket {
	title: string;
	/** Language of the title (BCP 47). */
	language: string;
	/** `YYYY-MM-DD`, by the clock of its place. */
	day: string;
	city: string;
}

/** Somebody who comes, or waits to be confirmed. */
export interface HeldRsvp {
	id: string;
	picket: HeldPicket;
	/** `YYYY-MM-DD`. */
	since: string;
	state: "pending" | "going" | "asking";
	party: number | null;
	/** Of their own page. */
	token: string;
}

/** A host or co-host. */
export interface HeldHost {
	id: string;
	picket: HeldPicket;
	/** `YYYY-MM-DD`. */
	since: string;
	state: "unverified" | "active";
	role: "host" | "co-host";
	/** Of the host's page. */
	token: string;
}

export interface HeldOfPickets {
	rsvps: HeldRsvp[];
	hosts: HeldHost[];
	/** Campaigns that list this host's pickets at once, and since when. */
	trusted: { campaign: string; since: string }[];
}

/** An address's fingerprints under the pickets that still have a key, and the campaigns. */
export interface PicketPrints {
	ids: string[];
	fingerprints: Buffer[];
	keys: Map<string, Buffer>;
	campaigns: CampaignPrints;
}

/** The fingerprints of an address, in two reads whatever the number of pickets. */
export async function picketPrints(db: Db, ring: KeyRing, email: string): Promise<PicketPrints> {
	const pickets = await db
		.selectFrom("pickets")
		.where("key_sealed", "is not", null)
		.select(["id", "key_sealed"])
		.execute();
	const keys = new Map(
		pickets.flatMap(({ id, key_sealed }) =>
			key_sealed ? [[id, openFingerprintKey(ring, `pickets/${id}`, key_sealed)] as const] : [],
		),
	);
	return {
		ids: [...keys.keys()],
		fingerprints: [...keys.values()].map((key) => fingerprint(key, email)),
		keys,
		campaigns: await campaignPrints(db, ring, email),
	};
}

/** What pickets hold under an address, in three reads. */
export async function heldOfPickets(db: Db, prints: PicketPrints): Promise<HeldOfPickets> {
	const [rsvps, hosts, trusted] = await Promise.all([
		sql<Row & Pick<HeldRsvp, "state" | "party">>`
			select r.id, r.state, r.party, r.created_on as since, ${picketColumns}
			from ${printsOf(prints)}
			join picket_rsvps r using (picket_id, fingerprint)
			join pickets p on p.id = r.picket_id
			order by p.starts_local, r.id`.execute(db),
		sql<Row & Pick<HeldHost, "state" | "role"> & { link_number: number }>`
			select h.id, h.state, h.role, h.link_number, h.created_on as since, ${picketColumns}
			from ${printsOf(prints)}
			join picket_hosts h using (picket_id, fingerprint)
			join pickets p on p.id = h.picket_id
			order by p.starts_local, h.id`.execute(db),
		sql<{ campaign: string; since: string }>`
			select c.slug as campaign, t.since from ${campaignsOf(prints)}
			join trusted_hosts t using (campaign_id, fingerprint)
			join campaigns c on c.id = t.campaign_id order by c.slug`.execute(db),
	]);
	const token = (row: Row, purpose: "attend" | "host", number = 0) => {
		const key = prints.keys.get(row.picket_id);
		if (!key) throw new Error("a picket was found by a key that is not there");
		return linkToken(key, purpose, row.id, number);
	};
	return {
		rsvps: rsvps.rows.map((row) => ({
			...common(row),
			state: row.state,
			party: row.party,
			token: token(row, "attend"),
		})),
		hosts: hosts.rows.map((row) => ({
			...common(row),
			state: row.state,
			role: row.role,
			token: token(row, "host", row.link_number),
		})),
		trusted: trusted.rows,
	};
}

type Row = HeldPicket & { id: string; picket_id: string; since: string };

const picketColumns = sql`p.id as picket_id, p.title, p.locale as language, p.city,
	to_char(p.starts_local, 'YYYY-MM-DD') as day`;

function common({ id, since, title, language, day, city }: Row) {
	return { id, since, picket: { title, language, day, city } };
}

function printsOf({ ids, fingerprints }: PicketPrints) {
	return sql`unnest(${ids}::uuid[], ${fingerprints}::bytea[]) w (picket_id, fingerprint)`;
}

function campaignsOf({ campaigns }: PicketPrints) {
	return sql`unnest(${campaigns.ids}::int[], ${campaigns.fingerprints}::bytea[]) w (campaign_id, fingerprint)`;
}

/** Leaves one picket to which an address comes. @returns false when it has left already, or it is another's */
export async function leaveHeld(db: Db, prints: PicketPrints, id: string): Promise<boolean> {
	return (await leavePickets(db, await idsOf(db, "picket_rsvps", prints, id))) > 0;
}

/** Deletes an address as one picket's host. @returns false when it is deleted already, or it is another's */
export async function endHosting(db: Db, prints: PicketPrints, id: string): Promise<boolean> {
	return (await eraseHosts(db, await idsOf(db, "picket_hosts", prints, id))) > 0;
}

/** Erases all that pickets hold under an address. @returns how many rows ended */
export async function eraseOfPickets(trx: Db, prints: PicketPrints): Promise<number> {
	const left = await leavePickets(trx, await idsOf(trx, "picket_rsvps", prints));
	const ended = await eraseHosts(trx, await idsOf(trx, "picket_hosts", prints));
	const { numAffectedRows = 0n } = await sql`
		delete from trusted_hosts t using ${campaignsOf(prints)}
		where t.campaign_id = w.campaign_id and t.fingerprint = w.fingerprint`.execute(trx);
	return left + ended + Number(numAffectedRows);
}

async function idsOf(db: Db, table: "picket_rsvps" | "picket_hosts", prints: PicketPrints, only?: string) {
	const { rows } = await sql<{ id: string }>`
		select r.id from ${printsOf(prints)} join ${sql.table(table)} r using (picket_id, fingerprint)
		${only === undefined ? sql`` : sql`where r.id::text = ${only}`} order by r.id`.execute(db);
	return rows.map(({ id }) => id);
}
