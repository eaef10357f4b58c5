import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { crash, end, installEmbedded, runEmbedded } from "#tests/support/embedded-process.ts";
import { leftIn, processesOf } from "#tests/support/processes.ts";
import { scratchFolder } from "#tests/support/scratch.ts";

let place: string;
let dataDir: string;
beforeAll(async () => {
	place = await mkdtemp(join(tmpdir(), "yntymaq-embedded-"));
	await chmod(place, 0o755);
	await installEmbedded(place);
});
beforeEach(async () => {
	dataDir = await scratchFolder("yntymaq-data-");
	return async () => {
		for (const pid of processesOf(dataDir)) process.kill(pid, "SIGKILL");
		await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
	};
});
afterAll(() => rm(place, { recursive: true, force: true }));

const patience = { timeout: 20_000 };
const pidFile = () => join(dataDir, "postgres-18", "data", "postmaster.pid");
const postmaster = async () => Number.parseInt(await readFile(pidFile(), "utf8"), 10);
const alreadyRunning = { told: expect.stringMatching(/^Yntymaq is already running on .+ another folder$/) };

async function ask<Row>(url: string, statement: string): Promise<Row[]> {
	const client = new pg.Client({ connectionString: url });
	client.on("error", () => {}); // its query rejects as well
	await client.connect();
	try {
		return (await client.query(statement)).rows;
	} finally {
		await client.end();
	}
}

/** A server that must start. */
async function started(options?: Parameters<typeof runEmbedded>[2], on = dataDir) {
	const process = runEmbedded(place, on, options);
	const outcome = await process.outcome;
	if (!("url" in outcome)) throw new Error(outcome.told);
	return { process, url: outcome.url };
}

test("a first start makes a Postgres 18 for this machine's own user only, and the next start finds its rows", async () => {
	const first = await started();
	const about = `select current_setting('server_encoding') as encoding, current_setting('listen_addresses') as listens,
		current_setting('unix_socket_directories') as sockets, current_setting('server_version_num')::int / 10000 as major,
		datlocprovider as provider, datlocale as locale, current_user as who, datname as name
		from pg_database where datname = current_database()`;
	expect(await ask(first.url, about)).toEqual([
		{
			encoding: "UTF8",
			listens: "127.0.0.1",
			sockets: "",
			major: 18,
			provider: "b",
			locale: "C.UTF-8",
			who: "yntymaq",
			name: "yntymaq",
		},
	]);
	const other = Object.assign(new URL(first.url), { password: "guess" });
	await expect(ask(other.href, "select")).rejects.toMatchObject({ code: "28P01" });
	for (const name of ["password", "postgres.log"])
		expect((await stat(join(dataDir, "postgres-18", name))).mode & 0o777).toBe(0o600);
	await ask(first.url, "create table kept as select 16 as day");
	await end(first.process);
	expect(await leftIn(dataDir)).toEqual([]);

	const second = await started();
	expect(await ask(second.url, "select * from kept")).toEqual([{ day: 16 }]);
	await end(second.process);
	expect(await leftIn(dataDir)).toEqual([]);
});

test("the server that a killed start left is taken over and ended", async () => {
	const killed = await started();
	const server = await postmaster();
	await crash(killed.process);
	expect(await postmaster()).toBe(server);
	const next = await started();
	expect(next.url).toBe(killed.url);
	expect(await postmaster()).toBe(server);
	await end(next.process);
	expect(await leftIn(dataDir)).toEqual([]);
});

test("a second start on one folder says so and leaves the first alone", async () => {
	const first = await started();
	expect(await runEmbedded(place, dataDir).outcome).toEqual(alreadyRunning);
	// When one backend crashes, Postgres ends every session, the owner's too.
	const crashed = ask(first.url, "select pg_sleep(9)").catch(() => {});
	const sleeper = await vi.waitUntil(async () => {
		const [row] = await ask<{ pid: number }>(
			first.url,
			"select pid from pg_stat_activity where query ~ '^select pg_sleep'",
		);
		return row?.pid;
	}, patience);
	process.kill(sleeper, "SIGKILL");
	await crashed;
	await vi.waitUntil(async () => {
		const locks = await ask(first.url, "select from pg_locks where locktype = 'advisory' and granted").catch(() => []);
		return locks.length > 0;
	}, patience);
	expect(await runEmbedded(place, dataDir).outcome).toEqual(alreadyRunning);
	expect(await ask(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
	await end(first.process);
	expect(await leftIn(dataDir)).toEqual([]);
});

test("of four first starts at once one wins and the others say so", async () => {
	const all = Array.from({ length: 4 }, () => runEmbedded(place, dataDir));
	const outcomes = await Promise.all(all.map(({ outcome }) => outcome));
	expect(outcomes.filter((outcome) => "url" in outcome)).toHaveLength(1);
	expect(outcomes.filter((outcome) => !("url" in outcome))).toEqual([alreadyRunning, alreadyRunning, alreadyRunning]);
	await Promise.all(all.map(end));
	expect(await leftIn(dataDir)).toEqual([]);
	expect(await readdir(dataDir)).toEqual(["postgres-18"]);
});

test("a first start killed at any moment is made good by the next", async () => {
	const moments = [150, 450, 800, 900].map(async (ms) => {
		const folder = join(dataDir, String(ms));
		const killed = runEmbedded(place, folder);
		await sleep(ms);
		await crash(killed);
		const next = await started({}, folder);
		expect(await ask(next.url, "select current_database() as name")).toEqual([{ name: "yntymaq" }]);
		await end(next.process);
	});
	await Promise.all(moments);
	expect(await leftIn(dataDir)).toEqual([]);
}, 120_000);

test("a stale postmaster.pid whose number another program has now does not stop a start", async () => {
	const killed = await started();
	const server = await postmaster();
	await crash(killed.process);
	process.kill(server, "SIGKILL");
	expect(await leftIn(dataDir)).toEqual([]);
	await writeFile(pidFile(), (await readFile(pidFile(), "utf8")).replace(/^\d+/, String(process.pid)));
	const next = await started();
	expect(await postmaster()).not.toBe(process.pid);
	await end(next.process);
	expect(await leftIn(dataDir)).toEqual([]);
});

test("two folders, one of them a copy of the other's while it ran, have two servers", async () => {
	const copy = `${dataDir}-copy`;
	try {
		const first = await started();
		await cp(dataDir, copy, { recursive: true });
		const second = await started({}, copy);
		expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
		await ask(second.url, "create table here ()");
		expect(await ask(first.url, "select to_regclass('here') as here")).toEqual([{ here: null }]);
		await Promise.all([end(first.process), end(second.process)]);
		expect([...(await leftIn(dataDir)), ...(await leftIn(copy))]).toEqual([]);
	} finally {
		await rm(copy, { recursive: true, force: true });
	}
});

test("a start that fails repeats Postgres' own words", async () => {
	await end((await started()).process);
	await writeFile(join(dataDir, "postgres-18", "data", "postgresql.conf"), "shared_buffers = lots\n");
	const { told } = (await runEmbedded(place, dataDir).outcome) as { told: string };
	expect(told).toMatch(/did not start/);
	expect(told).toMatch(/invalid value for parameter "shared_buffers": "lots"/);
	expect(await leftIn(dataDir)).toEqual([]);
});

const asRoot = test.runIf(process.getuid?.() === 0);
const ORDINARY = 65_534;

asRoot("as an ordinary user it runs as that user", async () => {
	await chown(dataDir, ORDINARY, ORDINARY);
	const { process, url } = await started({ user: ORDINARY });
	expect(await ask(url, "select 1 as one")).toEqual([{ one: 1 }]);
	expect((await stat(join(dataDir, "postgres-18"))).uid).toBe(ORDINARY);
	await end(process);
	expect(await leftIn(dataDir)).toEqual([]);

	// What an ordinary user began, root goes on with as that user.
	const later = await started();
	expect((await stat(`/proc/${await postmaster()}`)).uid).toBe(ORDINARY);
	await end(later.process);
});

asRoot("an ordinary user is told that the folder is root's", async () => {
	await end((await started()).process);
	await chmod(dataDir, 0o755);
	const told = expect.stringMatching(/^.+ belongs to another user \(0\): .+$/);
	expect(await runEmbedded(place, dataDir, { user: ORDINARY }).outcome).toEqual({ told });
});

asRoot("as root it works in a home that only root may enter, programs and all", async () => {
	const home = join(dataDir, "home");
	await mkdir(home, { mode: 0o700 });
	await cp(place, home, { recursive: true, verbatimSymlinks: true });
	const process = runEmbedded(home, join(home, ".data"));
	expect(await process.outcome).toEqual({ url: expect.any(String) });
	await end(process);
	expect(await leftIn(dataDir)).toEqual([]);
});

asRoot("as root without user namespaces it runs as another user, or says what to do", async () => {
	const path = "/nowhere"; // where there is no unshare
	await chmod(dataDir, 0o755);
	const within = join(dataDir, ".data");
	const { process, url } = await started({ path }, within);
	expect((await stat(join(within, "postgres-18"))).uid).not.toBe(0);
	expect(await ask(url, "select 1 as one")).toEqual([{ one: 1 }]);
	await end(process);
	await end((await started({ path }, within)).process);
	expect(await leftIn(dataDir)).toEqual([]);

	await chmod(dataDir, 0o700);
	const told = expect.stringMatching(/^Postgres refuses to run as root.+DATABASE_URL$/);
	expect(await runEmbedded(place, join(dataDir, "other"), { path }).outcome).toEqual({ told });
});
