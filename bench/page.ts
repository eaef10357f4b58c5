import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { readSettings } from "#app/env.server.ts";
import { copyCheckout } from "#tests/support/product.ts";
import { ask, requestFor, type WireAnswer } from "./page/ask.ts";
import type { BareAnswer } from "./page/bare.ts";
import type { Load, Loaded } from "./page/load.ts";
import { steps } from "./page/steps.ts";
import { alternate } from "./support/alternate.ts";
import { cpuMeter, cpuOf } from "./support/cpu.ts";
import { startPostgres } from "./support/postgres.ts";
import { endProcess, startProcess } from "./support/process.ts";
import { type Result, ratio, type Series, spread } from "./support/result.ts";
import { startWeb } from "./support/web.ts";

const ROUNDS = 11;
const CONNECTIONS = 50;
const REQUESTS = 15_000;
const pages = {
	petition: "/en/petitions/zhanaozen",
	campaign: "/en/campaigns/zhanaozen",
	pickets: "/en/pickets",
};

/** Three pages of the built product against a bare `node:http` server that sends the same bytes and headers. */
export async function run(): Promise<Result> {
	const ends: (() => Promise<unknown>)[] = [];
	try {
		const dir = await mkdtemp(join(tmpdir(), "yntymaq-bench-"));
		ends.unshift(() => rm(dir, { recursive: true, force: true }));
		const cwd = await copyCheckout();
		ends.unshift(() => rm(cwd, { recursive: true, force: true }));
		const postgres = await startPostgres();
		ends.unshift(() => postgres.stop());
		const environment = { DATABASE_URL: postgres.url, DATA_DIR: dir, PORT: "0" };
		await loadDemonstration(postgres.url, await readSettings(environment));
		const web = await startWeb(cwd, environment);
		ends.unshift(() => endProcess(web.child));
		const port = Number(new URL(web.origin).port);

		const asked = await Promise.all(Object.entries(pages).map(async ([name, path]) => wanted(name, path, port)));
		const answers = asked.map(({ path, answer }) => bareAnswer(path, answer));
		const bare = await startProcess<AddressInfo>("bench/page/bare.ts", { answers });
		ends.unshift(() => endProcess(bare.child));
		for (const { request, answer } of asked) sameAnswer(await ask(bare.said.port, request), answer);
		const generator = await startProcess("bench/page/load.ts", {});
		ends.unshift(() => endProcess(generator.child));

		const contenders = asked.flatMap(({ name, request, answer }) =>
			[
				{ of: "bare node:http", child: bare.child, port: bare.said.port },
				{ of: "product", child: web.child, port },
			].map(({ of, child, port }) => {
				const load: Load = { port, request, length: answer.length, connections: CONNECTIONS, requests: REQUESTS };
				const meter = cpuMeter({ server: cpuOf(child.pid ?? 0) });
				const found: Loaded[] = [];
				return {
					name: `${of}, ${name} page`,
					unit: "requests/s",
					meter,
					found,
					async measure() {
						generator.child.send(load);
						const [loaded] = (await meter.during(REQUESTS, () => once(generator.child, "message"))) as [Loaded];
						found.push(loaded);
						return loaded.perSecond;
					},
				};
			}),
		);
		const series = await alternate(contenders, ROUNDS);
		return {
			title: `${Object.keys(pages).join(", ")} page, ${CONNECTIONS} connections, ${REQUESTS} requests a round`,
			series,
			ratios: Object.keys(pages).map((name, i) => {
				const [below, above] = series.slice(2 * i, 2 * i + 2) as [Series, Series];
				return ratio(`product / bare, ${name} page`, above, below, 0.8);
			}),
			notes: [
				...asked.map(({ name, answer }) => `${name} page: ${answer.body.length} bytes in brotli`),
				...contenders.map(
					({ name, meter, found }) => `${name}: ${latency(found)}; processor microseconds a request: ${meter.say()}`,
				),
				`of it in the product: ${await steps()}`,
			],
		};
	} finally {
		for (const end of ends) await end();
	}
}

/** The page as everybody gets it, once it is kept. */
async function wanted(name: string, path: string, port: number) {
	const request = requestFor(`localhost:${port}`, path);
	await ask(port, request);
	const answer = await ask(port, request);
	if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
	return { name, path, request, answer };
}

const byNode = ["date", "connection", "keep-alive"];

function bareAnswer(path: string, { headers, body }: WireAnswer): BareAnswer {
	const ours = headers.filter((_, i) => !byNode.includes(headers[i - (i % 2)]?.toLowerCase() ?? ""));
	return { path, headers: ours, body: body.toString("base64") };
}

/** @throws when the contenders do not send the same, the date apart */
function sameAnswer(one: WireAnswer, other: WireAnswer): void {
	const undated = ({ headers }: WireAnswer) => headers.filter((_, i) => headers[i - (i % 2)] !== "Date").join("\n");
	const same = one.length === other.length && undated(one) === undated(other) && one.body.equals(other.body);
	if (!same) throw new Error("the bare server does not send what the product sends");
}

function latency(found: readonly Loaded[]): string {
	const median = (pick: (loaded: Loaded) => number) => spread(found.slice(1).map(pick)).median.toFixed(1);
	return `p50 ${median(({ p50 }) => p50)} ms, p99 ${median(({ p99 }) => p99)} ms`;
}
