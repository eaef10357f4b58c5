import { createServer, type IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { encoder } from "#app/web/content-coding.ts";
import { pageCache } from "#app/web/page-cache.ts";
import { headReader } from "#app/web/read-head.ts";
import { knownForm, makeReady } from "#app/web/reply.ts";
import { cpuOfUs } from "../support/cpu.ts";
import { requestFor } from "./ask.ts";

const TIMES = 200_000;
const settings = { BASE_URL: undefined, ONION_HOST: undefined, TRUST_PROXY: 0, demonstration: true };
const acceptEncoding = "gzip, deflate, br, zstd";

/** Where a kept page's time goes beside node's own, step by step, measured alone: microseconds of processor time each. */
export async function steps(): Promise<string> {
	const request = await received(requestFor("localhost:3000", "/en/petitions/zhanaozen"));
	const readHead = headReader(settings);
	const asked = readHead(request);
	if ("refused" in asked || !asked.page) throw new Error("the head was refused");
	const { name } = asked.page;
	const cache = pageCache({ most: 1_000_000, now: () => new Date() });
	cache.notified();
	const body = Buffer.from("page ".repeat(5_000));
	const headers = { "content-type": "text/html; charset=utf-8" };
	await cache.answer(asked.page, async () => ({ status: 200, headers, body }));
	const reply = cache.fresh(name);
	if (!reply) throw new Error("the page was not kept");
	const dressed = { ...asked.page, method: "GET", nonce: "", ifNoneMatch: undefined, acceptEncoding };
	await makeReady(reply, dressed, { secure: false, onionHost: undefined, onion: false }, encoder(1_000_000));
	const said = [
		`reading the head ${microseconds(() => readHead(request))}`,
		`finding the page ${microseconds(() => cache.fresh(name))}`,
		`choosing its form ${microseconds(() => knownForm(reply, undefined, acceptEncoding))}`,
	];
	cache.stop();
	return said.join(", ");
}

/** A request as node's server gives it. */
function received(bytes: string): Promise<IncomingMessage> {
	return new Promise((resolve) => {
		const server = createServer((request) => resolve(request));
		const socket = new Socket();
		server.emit("connection", socket);
		socket.push(bytes);
	});
}

function microseconds(work: () => unknown): string {
	for (let i = 0; i < TIMES / 10; i++) work();
	const began = cpuOfUs();
	for (let i = 0; i < TIMES; i++) work();
	return (((cpuOfUs() - began) * 1_000) / TIMES).toFixed(2);
}
