import { chmod, chown, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { floodUntilGone } from "#tests/support/flood.ts";
import { leftIn, processesOf } from "#tests/support/processes.ts";
import { copyCheckout, embeddedUrl, type Product, type StartOptions, startProduct } from "#tests/support/product.ts";

let dataDir: string;
let cwd: string;
const isRoot = process.getuid?.() === 0;
const ORDINARY = 65_534;
beforeAll(async () => {
	cwd = await copyCheckout(isRoot ? ORDINARY : undefined);
	return () => rm(cwd, { recursive: true, force: true });
}, 120_000);
beforeEach(async () => {
	dataDir = await mkdtemp(join(tmpdir(), "yntymaq-product-"));
	return async () => {
		for (const pid of processesOf(dataDir)) process.kill(pid, "SIGKILL");
		await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
	};
});

const status = async (site: string, path: string) => (await fetch(site + path)).status;

/** A product that must start, and how many milliseconds it took to be ready. */
async function ready(options: Partial<StartOptions> = {}) {
	const began = performance.now();
	const product = startProduct({ cwd, dataDir, ...options });
	const site = await product.site;
	expect(await status(site, "/readyz")).toBe(200);
	return { product, site, ms: performance.now() - began };
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

test("npm start makes everything, Ctrl-C leaves no process, and the next start is faster", async () => {
	const first = await ready(npm);
	expect(await status(first.site, "/healthz")).toBe(200);
	expect(await status(first.site, "/en")).toBe(200);
	await interrupted(first.product, npm.codes);
	expect(await leftIn(dataDir, 0)).toEqual([]);

	const second = await ready(npm);
	expect(second.ms).toBeLessThan(first.ms);
	await interrupted(second.product, npm.codes);
	expect(await leftIn(dataDir, 0)).toEqual([]);
});

test("after kill -9 the next start goes on, and its Ctrl-C leaves no process", async () => {
	const killed = await ready();
	killed.product.kill();
	await killed.product.ended;
	const next = await ready();
	await interrupted(next.product);
	expect(await leftIn(dataDir, 0)).toEqual([]);
});

test("Ctrl-C while it starts leaves no process either", async () => {
	for (const ms of [300, 600, 1_200]) {
		const product = startProduct({ cwd, dataDir: join(dataDir, String(ms)) });
		await sleep(ms);
		product.interrupt();
		await product.ended;
		expect(await leftIn(dataDir)).toEqual([]);
	}
});

test("a second Ctrl-C does not wait for a request in hand, and still leaves no process", async () => {
	const { product, site } = await ready();
	const { hostname, port } = new URL(site);
	const slow = connect(Number(port), hostname);
	slow.on("error", () => {});
	slow.write(`POST /en/petitions/zhanaozen/sign HTTP/1.1\r\nHost: ${hostname}:${port}\r\n`);
	slow.write("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail=");
	await sleep(200);
	product.interrupt();
	await sleep(1_000);
	const began = performance.now();
	product.interrupt();
	expect((await product.ended).code).toBe(130);
	expect(performance.now() - began).toBeLessThan(1_000);
	expect(await leftIn(dataDir)).toEqual([]);
	slow.destroy();
});

test("two folders have two sites at once; a second start on one folder says so in one line", async () => {
	const [one, two] = await Promise.all(["one", "two"].map((dir) => ready({ dataDir: join(dataDir, dir) })));
	if (!one || !two) throw new Error("two were started");
	expect(two.site).not.toBe(one.site);
	expect(await embeddedUrl(join(dataDir, "two"))).not.toBe(await embeddedUrl(join(dataDir, "one")));

	const again = await startProduct({ cwd, dataDir: join(dataDir, "one") }).ended;
	expect(again).toEqual({ code: 1, said: expect.stringMatching(/^Yntymaq is already running on \S+: [^\n]+\n$/) });
	expect(await status(one.site, "/readyz")).toBe(200);
	await Promise.all([interrupted(one.product), interrupted(two.product)]);
	expect(await leftIn(dataDir, 0)).toEqual([]);
}, 60_000);

test("what a person can mend is one line and exit code 1, and leaves no process", async () => {
	const taken = createServer().listen(0, "127.0.0.1");
	await new Promise((resolve) => taken.once("listening", resolve));
	const { port } = taken.address() as { port: number };
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
});

test("Ctrl-C under load loses no accepted post", async () => {
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
});

const asRoot = test.runIf(isRoot);

asRoot("as root it runs on a folder in a home that only root may enter", async () => {
	const home = join(dataDir, "home");
	await mkdir(home, { mode: 0o700 });
	const { product } = await ready({ dataDir: join(home, ".data"), env: { HOME: home } });
	await interrupted(product);
	expect(await leftIn(dataDir, 0)).toEqual([]);
});

asRoot("as an ordinary user it runs from a checkout that is another's", async () => {
	await chown(dataDir, ORDINARY, ORDINARY);
	await chmod(dataDir, 0o700);
	const { product } = await ready({ user: ORDINARY });
	const [pid] = processesOf(dataDir);
	expect(await readFile(`/proc/${pid}/status`, "utf8")).toMatch(new RegExp(`^Uid:\\s+${ORDINARY}\\s`, "m"));
	await interrupted(product);
	expect(await leftIn(dataDir, 0)).toEqual([]);
});
