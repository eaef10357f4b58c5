import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { mailTo, sign, signAndConfirm } from "#tests/support/signing.ts";

// What Prometheus reads: on this machine or with the token, and nothing of a person's in it.

const token = "a-token-of-at-least-thirty-two-characters";
let app: TestApp;
beforeAll(async () => {
	app = await startApp({ METRICS_TOKEN: token });
});
afterAll(() => app.stop());

/** What /metrics says to a request with these headers. */
async function read(headers: Record<string, string> = {}) {
	return new Promise<{ status: number | undefined; type: string; cache: string; text: string }>((resolve, reject) => {
		const asking = request(`${app.origin}/metrics`, { headers }, async (answer) => {
			let text = "";
			for await (const chunk of answer.setEncoding("utf8")) text += chunk;
			const { "content-type": type = "", "cache-control": cache = "" } = answer.headers;
			resolve({ status: answer.statusCode, type, cache, text });
		});
		asking.on("error", reject).end();
	});
}

/**
 * The samples of an answer, by name and labels, read as strictly as the format is written (Prometheus' text format 0.0.4):
 * each name has one HELP and one TYPE before its samples, which stand together; no sample stands twice.
 */
function samples(text: string): Map<string, number> {
	expect(text.endsWith("\n")).toBe(true);
	const found = new Map<string, number>();
	const families: string[] = [];
	let type = "";
	for (const line of text.slice(0, -1).split("\n")) {
		const [, help] = /^# HELP ([a-zA-Z_:][\w:]*) \S.*$/.exec(line) ?? [];
		const [, typed, as = ""] = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line) ?? [];
		if (help) {
			expect(families).not.toContain(help);
			families.push(help);
		} else if (typed) {
			expect(typed).toBe(families.at(-1));
			type = as;
		} else if (line !== "") {
			const sample = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)+)\})? (\S+)$/.exec(line);
			expect(sample, line).not.toBeNull();
			const [, name = "", labels = "", value = ""] = sample ?? [];
			const family = type === "histogram" || type === "summary" ? name.replace(/_(?:bucket|sum|count)$/, "") : name;
			expect(family).toBe(families.at(-1));
			expect(value).toMatch(/^(?:[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|Nan)$/i);
			expect(found.has(`${name}{${labels}}`), line).toBe(false);
			found.set(`${name}{${labels}}`, Number(value));
		}
	}
	return found;
}

test("says how the process and the installation are, and nothing of anybody", async () => {
	await signAndConfirm(app, "canary.sam@example.org", { name: "Canary Sam", visibility: "public", town: "Canarytown" });
	await sign(app, "canary.suzie@example.net");
	const { text: mail } = await mailTo(app, "canary.suzie@example.net");
	await app.get("/en/petitions/zhanaozen");
	await app.get("/en/confirm/canarycanarycanarycanarycanary22");
	const { status, type, cache, text } = await read();
	expect([status, type, cache]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8", "private, no-store"]);
	const said = samples(text);
	for (const name of [
		"process_resident_memory_bytes",
		"process_start_time_seconds",
		"nodejs_eventloop_lag_p99_seconds",
	])
		expect(said.get(`${name}{}`)).toBeGreaterThan(0);
	expect(said.get('yntymaq_http_answers_total{profile="public",status="2xx"}')).toBeGreaterThan(0);
	expect(said.get('yntymaq_http_answers_total{profile="personal",status="3xx"}')).toBeGreaterThan(0);
	expect(said.has('yntymaq_db_pool_connections{state="waiting"}')).toBe(true);
	expect(said.get("yntymaq_signatures{}")).toBeGreaterThanOrEqual(0);
	expect(said.get("yntymaq_mail_paused{}")).toBe(0);
	expect(said.get("yntymaq_mail_ceiling_per_minute{}")).toBe(0);
	expect(said.get('yntymaq_mails_open{lane="transactional",state="queued"}')).toBeGreaterThanOrEqual(0);
	expect(said.get('yntymaq_jobs{state="failed"}')).toBe(0);
	const [link = ""] = /[a-z2-7]{32}/.exec(mail) ?? [];
	for (const secret of ["canary", "example", "zhanaozen", "127.0.0", link, token])
		expect(text.toLowerCase().includes(secret)).toBe(false);
});

test("to who comes from elsewhere there is no such address, except with the token", async () => {
	for (const header of ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
		expect((await read({ [header]: "203.0.113.7" })).status).toBe(404);
	const away = { "x-forwarded-for": "203.0.113.7" };
	expect((await read({ ...away, authorization: `Bearer ${token}` })).status).toBe(200);
	for (const wrong of [`Bearer ${token}x`, "Bearer ", `Basic ${token}`, token])
		expect((await read({ ...away, authorization: wrong })).status).toBe(404);
});
