import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { readSettings, type Settings } from "#app/env.server.ts";
import { type Change, changePicket } from "#app/pickets/change.server.ts";
import { findWhole } from "#app/pickets/facts.server.ts";
import type { PicketFacts } from "#app/pickets/facts.ts";
import { passOnMessages } from "#app/pickets/hearing/messages.server.ts";
import { remind } from "#app/pickets/hearing/remind.server.ts";
import { tellAll } from "#app/pickets/hearing/tell.server.ts";
import { tellChanges } from "#app/pickets/hearing/tell-changes.server.ts";
import { confirmRsvp } from "#app/pickets/joining/confirm-rsvp.server.ts";
import { findJoinable } from "#app/pickets/joining/joinable.server.ts";
import { joinPicket, type Rsvp } from "#app/pickets/joining/rsvp.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { mailPlace, type SealedMail } from "#emails/kinds.ts";
import type { TestDatabase } from "./database.ts";
import { keys } from "./mail.ts";
import type { makePicket } from "./pickets.ts";

type Made = Awaited<ReturnType<typeof makePicket>>;

/** Settings of a site at `https://campaign.example`. */
export async function attendeesSettings(): Promise<Settings> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-attendees-"));
	return { ...(await readSettings({ DATA_DIR: dir })), BASE_URL: "https://campaign.example" };
}

/** Times of a picket that begins so many hours from now and lasts two, by UTC's clocks. */
export function inHours(hours: number): Pick<PicketFacts, "startsLocal" | "endsLocal" | "zone"> {
	const local = (later: number) => new Date(Date.now() + later * 3_600_000).toISOString().slice(0, 16);
	return { startsLocal: local(hours), endsLocal: local(hours + 2), zone: "Etc/UTC" };
}

/** Lets hours pass for every picket and what waits to be told of it. */
export async function hoursPass(base: TestDatabase, hours: number): Promise<void> {
	const later = sql`make_interval(secs => ${hours * 3_600}::float8)`;
	await sql`update pickets set starts_at = starts_at - ${later}, ends_at = ends_at - ${later}`.execute(base.owner);
	await sql`update picket_facts set starts_at = starts_at - ${later}`.execute(base.owner);
	await minutesPass(base, hours * 60);
}

/** Posts the form for a picket. */
export async function post({ db }: TestDatabase, picket: Made, rsvp: Partial<Rsvp>) {
	const joinable = await findJoinable(db, picket.slug, picket.secret);
	if (!joinable) throw new Error("nobody can join this picket");
	const plain: Rsvp = { locale: "en", email: null, party: null, suspect: false, origin: "https://campaign.example" };
	return joinPicket(db, keys, joinable, { ...plain, ...rsvp });
}

/** The newest RSVP of a picket that waits for its button. */
export async function newestPending({ owner }: TestDatabase, picket: Made): Promise<string> {
	const { rows } = await sql<{ id: string }>`
		select r.id from picket_rsvps r join email_deliveries d on d.subject_id = r.id
		where r.picket_id = ${picket.id} and r.state = 'pending' order by d.id desc limit 1`.execute(owner);
	if (!rows[0]) throw new Error("no RSVP waits");
	return rows[0].id;
}

/** Posts the form with an address and presses the button behind the mail's link. */
export async function attend(base: TestDatabase, picket: Made, rsvp: Partial<Rsvp> & { email: string }) {
	await post(base, picket, rsvp);
	return confirmRsvp(base.db, keys, { id: await newestPending(base, picket), picketId: picket.id });
}

/** Changes a picket as its host does. */
export async function edit(
	{ db }: Pick<TestDatabase, "db">,
	picket: Made,
	facts: Partial<PicketFacts>,
	ring: KeyRing = keys,
) {
	const stands = await findWhole(db, ring, picket.id);
	if (!stands) throw new Error("no such picket");
	return change({ db }, picket, { facts: { ...stands.facts, ...facts } }, ring);
}

/** Lets something befall a picket. */
export async function change({ db }: Pick<TestDatabase, "db">, picket: Made, what: Change, ring: KeyRing = keys) {
	return db.transaction().execute((trx) => changePicket(trx, ring, picket.id, what));
}

/** Lets minutes pass for what waits to be told. */
export async function minutesPass({ owner }: TestDatabase, minutes: number): Promise<void> {
	await sql`update picket_announcements set first_at = first_at - make_interval(secs => ${minutes * 60}::float8),
		due_at = due_at - make_interval(secs => ${minutes * 60}::float8)`.execute(owner);
}

/** Does what the worker does about pickets, until nothing is due. */
export async function work({ db }: TestDatabase, settings: Settings): Promise<void> {
	for (const tell of [tellChanges, remind, passOnMessages]) await tellAll(db, keys, settings, tell);
}

/** Every mail that is promised and not cancelled, oldest first, opened. */
export async function promised({ owner }: TestDatabase, kind?: string) {
	const { rows } = await sql<{ kind: string; subject: string; sealed: Buffer }>`
		select m.kind, d.subject_id as subject, d.params_sealed as sealed
		from email_deliveries d join email_messages m on m.id = d.message_id
		where d.params_sealed is not null and m.kind like 'picket-%' order by d.id`.execute(owner);
	return rows
		.filter((row) => kind === undefined || row.kind === kind)
		.map(({ kind: is, subject, sealed }) => {
			const { values, ...mail } = open<SealedMail>(keys, mailPlace(subject), sealed);
			return { kind: is, ...mail, values: values as unknown as Record<string, string> };
		});
}
