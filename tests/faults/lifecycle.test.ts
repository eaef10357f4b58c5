import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, readFile, rm, stat } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { floodUntilGone } from "#tests/support/flood.ts";
import { leftIn, processesOf } from "#tests/support/processes.ts";
import { copyCheckout, embeddedUrl, type Product, type StartOptions, startProduct } from "#tests/support/product.ts";
import { scratchFolder } from "#tests/support/scratch.ts";

/** Milliseconds: whole starts, one after another, on a machine that does other things too. */
const patience = 120_000;
/** The folder that the first start fills. */
let made: string;
let dataDir: string;
let cwd: string;
const isRoot = process.getuid?.() === 0;
const ORDINARY = 65_534;
beforeAll(async () => {
	cwd = await copyCheckout(isRoot ? ORDINARY : undefined);
	made = await scratchFolder("yntymaq-made-");
	return () => Promise.all([cwd, made].map((path) => rm(path, { recursive: true, force: true })));
}, 120_000);
beforeEach(async () => {
	dataDir = await scratchFolder("yntymaq-product-");
	return async () => {
		for (const pid of processesOf(dataDir)) process.kill(pid, "SIGKILL");
		await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
	};
});

const status = async (site: string, path: string) => (await fetch(site + path)).status;

/** A product that must start. */
async function ready(options: Partial<StartOptions> = {}) {
	const product = startProduct({ cwd, dataDir, ...options });
	const site = await product.site;
	expect(await status(site, "/readyz")).toBe(200);
	return { product, site };
}

async function interrupted(product: Product, codes: (number | null)[] = [0]) {
	product.interrupt();
	const { code, said } = await product.ended;
	expect(codes).toContain(code);
	expect(said).not.toMatch(/"level":"error"|ERR/);
}

/** npm passes a signal on and then dies of it. */
const npm = { command: ["npm", "start"] as [string, ...string[]], codes: [0, null] };

async function rows(statement: string): Promise<Record<string, number>[]> {
	const client = new pg.Client({ connectionString: await embeddedUrl(dataDir) });
	await client.connect();
	try {
		return (await client.query(statement)).rows;
	} finally {
		await client.end();
	}
}

/** The first start, which makes everything, and its Ctrl-C: its tests' own, and the ground of those about later starts. */
async function firstStart() {
	const { product, site } = await ready({ ...npm, dataDir: made });
	expect(await status(site, "/healthz")).toBe(200);
	expect(await status(site, "/en")).toBe(200);
	await interrupted(product, npm.codes);
	expect(await leftIn(made, 0)).toEqual([]);
}

let first: Promise<void> | undefined;

/** Copies what the first start made, its owners too. */
async function startedBefore(...folders: string[]) {
	first ??= firstStart();
	await first;
	for (const folder of folders) {
		await mkdir(folder, { recursive: true });
		await promisify(execFile)("cp", ["-a", `${made}/.`, folder]);
	}
}

test(
	"npm start makes everything, Ctrl-C leaves no process, and the next start finds it made",
	async () => {
		await startedBefore(dataDir);
		const cluster = () => stat(join(dataDir, "postgres-18", "data", "PG_VERSION"), { bigint: true });
		const { ctimeNs, ino } = await cluster();
		const { product } = await ready(npm);
		expect(await cluster()).toMatchObject({ ctimeNs, ino });
		await interrupted(product, npm.codes);
		expect(await leftIn(dataDir, 0)).toEqual([]);
	},
	patience,
);

test(
	"after kill -9 the next start goes on, and its Ctrl-C leaves no process",
	async () => {
		await startedBefore(dataDir);
		const killed = await ready();
		killed.product.kill();
		await killed.product.ended;
		const next = await ready();
		await interrupted(next.product);
		expect(await leftIn(dataDir, 0)).toEqual([]);
	},
	patience,
);

test(
	"Ctrl-C while it starts leaves no process either",
	async () => {
		const moments = [300, 600, 1_200].map(async (ms) => {
			const product = startProduct({ cwd, dataDir: join(dataDir, String(ms)) });
			await sleep(ms);
			product.interrupt();
			await product.ended;
		});
		await Promise.all(moments);
		expect(await leftIn(dataDir)).toEqual([]);
	},
	patience,
);

test(
	"a second Ctrl-C does not wait for a request in hand, and still leaves no process",
	async () => {
		await startedBefore(dataDir);
		const { product, site } = await ready();
		const { hostname, port } = new URL(site);
		const slow = connect(Number(port), hostname);
		slow.on("error", () => {});
		slow.write(`POST /en/petitions/zhanaozen/sign HTTP/1.1\r\nHost: ${hostname}:${port}\r\nExpect: 100-continue\r\n`);
		slow.write("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n");
		const [answer] = await once(slow, "data");
		expect(String(answer)).toMatch(/^HTTP\/1.1 100 /);
		slow.write("email=");
		product.interrupt();
		await vi.waitUntil(() => refuses(Number(port), hostname), { timeout: 20_000 });
		// Closer together they would be one key, heard by npm and by us.
		await sleep(600);
		product.interrupt();
		// Whoever had waited would have ended with 0.
		expect((await product.ended).code).toBe(130);
		expect(await leftIn(dataDir)).toEqual([]);
		slow.destroy();
	},
	patience,
);

/** Whether nobody listens there any more. */
function refuses(port: number, host: string): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = connect(port, host, () => {
			probe.destroy();
			resolve(false);
		}).once("error", () => resolve(true));
	});
}

test(
	"two folders have two sites at once; a second start on one folder says so in one line",
	async () => {
		await startedBefore(join(dataDir, "one"), join(dataDir, "two"));
		const [one, two] = await Promise.all(["one", "two"].map((dir) => ready({ dataDir: join(dataDir, dir) })));
		if (!one || !two) throw new Error("two were started");
		expect(two.site).not.toBe(one.site);
		expect(await embeddedUrl(join(dataDir, "two"))).not.toBe(await embeddedUrl(join(dataDir, "one")));

		const again = await startProduct({ cwd, dataDir: join(dataDir, "one") }).ended;
		expect(again).toEqual({ code: 1, said: expect.stringMatching(/^Yntymaq is already running on \S+: [^\n]+\n$/) });
		expect(await status(one.site, "/readyz")).toBe(200);
		await Promise.all([interrupted(one.product), interrupted(two.product)]);
		expect(await leftIn(dataDir, 0)).toEqual([]);
	},
	patience,
);

test(
	"what a person can mend is one line and exit code 1, and leaves no process",
	async () => {
		const taken = createServer().listen(0, "127.0.0.1");
		await new Promise((resolve) => taken.once("listening", resolve));
		const { port } = taken.address() as { port: number };
		await startedBefore(join(dataDir, "0"));
		const cases: [Record<string, string>, RegExp][] = [
			[{ PORT: String(port) }, /^PORT \d+ is in use: [^\n]+\n$/],
			[{ PORT: "often" }, /^PORT [^\n]+\n$/],
			[{ HOST: "0.0.0.0" }, /^HOST [^\n]+ BASE_URL [^\n]+\n$/],
			[{ SECRET_KEYS: "1:short" }, /^SECRET_KEYS [^\n]+\n$/],
		];
		const starts = cases.map(async ([env, line], n) => {
			const { ended } = startProduct({ cwd, dataDir: join(dataDir, String(n)), env });
			expect(await ended).toEqual({ code: 1, said: expect.stringMatching(line) });
		});
		const roles = ["web", "worker", "migrate"].map(async (role) => {
			const { ended } = startProduct({ cwd, dataDir, command: [process.execPath, "app/cli/run.js", role] });
			const line = expect.stringMatching(/^DATABASE_URL is not set: [^\n]*npm start[^\n]+\n$/);
			expect(await ended).toEqual({ code: 1, said: line });
		});
		await Promise.all([...starts, ...roles]);
		taken.close();
		expect(await leftIn(dataDir)).toEqual([]);
	},
	patience,
);

test(
	"Ctrl-C under load loses no accepted post",
	async () => {
		await startedBefore(dataDir);
		const { product, site } = await ready({ env: { POSTS_PER_MINUTE: "100000", POSTS_PER_DAY: "100000" } });
		const flood = await floodUntilGone(`${site}/en/petitions/zhanaozen/sign`, 12, product.interrupt);
		expect((await product.ended).code).toBe(0);
		expect(await leftIn(dataDir, 0)).toEqual([]);

		const next = await ready();
		const [kept] = await rows(`select (select count(*)::int from submissions) as submissions,
		(select count(*)::int from email_deliveries) as deliveries`);
		expect(flood.accepted).toBeGreaterThanOrEqual(36);
		expect(kept?.submissions).toBeGreaterThanOrEqual(flood.accepted);
		expect(kept?.submissions).toBeLessThanOrEqual(flood.accepted + flood.unanswered);
		expect(kept?.deliveries).toBe(kept?.submissions);
		await interrupted(next.product);
	},
	patience,
);

const asRoot = test.runIf(isRoot);

asRoot(
	"as root it runs on a folder in a home that only root may enter",
	async () => {
		const home = join(dataDir, "home");
		await mkdir(home, { mode: 0o700 });
		const { product } = await ready({ dataDir: join(home, ".data"), env: { HOME: home } });
		await interrupted(product);
		expect(await leftIn(dataDir, 0)).toEqual([]);
	},
	patience,
);

asRoot(
	"as an ordinary user it runs from a checkout that is another's",
	async () => {
		await chown(dataDir, ORDINARY, ORDINARY);
		await chmod(dataDir, 0o700);
		const { product } = await ready({ user: ORDINARY });
		const [pid] = processesOf(dataDir);
		expect(await readFile(`/proc/${pid}/status`, "utf8")).toMatch(new RegExp(`^Uid:\\s+${ORDINARY}\\s`, "m"));
		await interrupted(product);
		expect(await leftIn(dataDir, 0)).toEqual([]);
	},
	patience,
);
