import { sql } from "kysely";
import { readKeyRing } from "#app/seal/key-ring.ts";
import type { TestApp } from "./app.ts";
import { states, until } from "./mail.ts";
import { findPlanted, type PlantedPerson, plantPerson } from "./planted.ts";
import { unsealed } from "./unsealed.ts";

/** What became of people who signed, were mailed, confirmed, lost their way and met faults. */
export interface PlantedLives {
	/** How many answers of each step had each status: `sign 303`. */
	answers: Record<string, number>;
	tokens: number;
	/** How many of the addresses somebody with the keys could read while their mails waited: the search works. */
	sealed: number;
	/** Lines about faults in the log. */
	faults: number;
	/** Planted texts that were found, by where. */
	found: Record<string, string[]>;
}

const sign = "/en/petitions/zhanaozen/sign";
const ways: Record<string, string>[] = [
	{ visibility: "public", line_public: "on", updates: "on" },
	{ visibility: "addressee", updates: "on" },
	{ visibility: "counted" },
	{ visibility: "public", at_risk: "on" },
	{ visibility: "public", homepage: "https://example.org" },
];

/** Lets people live through all that the site does with them and then looks for them wherever anything is kept. */
export async function livePlanted(app: TestApp, size: number): Promise<PlantedLives> {
	const people = Array.from({ length: size }, (_, n) => plantPerson(n));
	const answers: Record<string, number> = {};
	const note = async (step: string, answer: Promise<Response>) => {
		const key = `${step} ${(await answer).status}`;
		answers[key] = (answers[key] ?? 0) + 1;
		return (await answer).text();
	};
	const post = ({ email, name, town, line, ...person }: PlantedPerson, fields: Record<string, string> = {}) =>
		app.post(sign, { email, name, town, line, country: "GB", ...fields }, from(person));

	await pauseMail(app, true);
	await forEach(people, async (person, n) => {
		if (n % 10 === 0) await note("refused", post(person, { visibility: "public", country: "nowhere" }));
		await note("sign", post(person, ways[n % ways.length]));
	});
	const promised = (await unsealed(app.owner, readKeyRing(app.settings.SECRET_KEYS))).join("\n");
	const tokens = [...new Set([...promised.matchAll(/\/confirm\/([a-z2-7]{32})/g)].map(([, token = ""]) => token))];
	const planted = [...people.flatMap((person) => Object.values(person)), ...tokens];
	const found = { "tables before the mail": findPlanted(planted, await dump(app)) };

	await pauseMail(app, false);
	await until(async () => (await states(app.owner)).sent === size, "every mail is sent", 60_000);
	const confirmed = Math.floor(tokens.length * 0.7);
	await forEach(tokens.slice(0, confirmed), async (token, n) => {
		const headers = from(people[n] ?? {});
		if (n % 20 === 0) await note("look", app.get(`/en/confirm/${token}`, headers));
		await note("confirm", app.post(`/en/confirm/${token}`, {}, headers));
	});
	await forEach(people.slice(0, size / 10), (person) => loseTheWay(app, person, note));
	const pages: string[] = [];
	await withFaults(app, async () => {
		await forEach(people.slice(0, 20), async (person, n) => {
			pages.push(await note("fault", post(person, ways[0])));
			pages.push(await note("fault", app.post(`/en/confirm/${tokens[confirmed + n]}`, {}, from(person))));
		});
	});

	return {
		answers,
		tokens: tokens.length,
		sealed: findPlanted(
			people.map(({ email }) => email),
			promised,
		).length,
		faults: app.logged.filter((line) => line.includes('"fault"')).length,
		found: {
			...found,
			tables: findPlanted(planted, await dump(app)),
			log: findPlanted(planted, app.logged.join("")),
			pages: findPlanted(planted, [...pages, ...(await ownPages(app))].join("\n")),
		},
	};
}

const from = ({ ip, agent }: Partial<PlantedPerson>) => ({
	"X-Forwarded-For": `10.0.0.1, ${ip}`,
	"User-Agent": agent ?? "",
});

async function pauseMail({ owner }: TestApp, paused: boolean) {
	await sql`update email_messages set status = ${paused ? "paused" : "sending"}`.execute(owner);
}

/** Does something for each of a list, sixteen at a time. */
async function forEach<Item>(items: readonly Item[], act: (item: Item, n: number) => Promise<unknown>) {
	const left = items.map((item, n) => [item, n] as const).reverse();
	async function work() {
		for (let next = left.pop(); next; next = left.pop()) await act(...next);
	}
	await Promise.all(Array.from({ length: 16 }, work));
}

/** Addresses that are not there, and requests that no browser makes. */
async function loseTheWay(
	app: TestApp,
	person: PlantedPerson,
	note: (step: string, answer: Promise<Response>) => Promise<string>,
) {
	const { email, name, town } = person;
	const headers = { ...from(person), Referer: `https://elsewhere.example/${email}` };
	const lost = [
		`/en/${email}`,
		`/en/confirm/${"a".repeat(31)}b?${name}`,
		`/en/petitions/${town}?email=${email}`,
		`/${email}`,
	];
	for (const path of lost) await note("lost", app.get(encodeURI(path), headers));
	await note("garbled", app.get(`/%E0%80${email}`, headers));
	await note("wrong type", app.post(sign, { email, name }, { ...headers, "Content-Type": "text/plain" }));
	await note("no form there", app.post("/en/petitions/zhanaozen", { email, name }, headers));
}

/** While Postgres refuses every signing and every confirming, with the refused values in its words. */
async function withFaults({ owner }: TestApp, meet: () => Promise<void>) {
	await sql`alter table submissions add column missing int not null default 1 check (missing > 0)`.execute(owner);
	await sql`alter table submissions alter column missing set default 0`.execute(owner);
	await sql`alter table signatures add constraint nobody check (octet_length(fingerprint) < 1) not valid`.execute(
		owner,
	);
	await meet();
	await sql`alter table submissions drop column missing`.execute(owner);
	await sql`alter table signatures drop constraint nobody`.execute(owner);
}

/** All that Postgres keeps: every row of every table that is not its own, and its log. */
async function dump({ owner }: TestApp): Promise<string> {
	const { rows: tables } = await sql<{ name: string }>`
		select format('%I.%I', schemaname, tablename) as name from pg_tables
		where schemaname not in ('pg_catalog', 'information_schema')`.execute(owner);
	const texts = tables.map(({ name }) =>
		sql<{ text: string }>`
			select coalesce(string_agg(t::text, E'\n'), '') as text from ${sql.raw(name)} t`.execute(owner),
	);
	const log = sql<{ text: string }>`
		select pg_read_file(current_setting('data_directory') || '/../postgres.log') as text`.execute(owner);
	return (await Promise.all([...texts, log])).map(({ rows }) => rows[0]?.text ?? "").join("\n");
}

/** What the machine tells whoever asks it. */
async function ownPages(app: TestApp): Promise<string[]> {
	const paths = [
		"/metrics",
		"/readyz",
		"/healthz",
		"/petitions/zhanaozen/count.json",
		"/petitions/zhanaozen/history.csv",
	];
	return Promise.all([...paths, "/en/petitions/zhanaozen"].map(async (path) => (await app.get(path)).text()));
}
