import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Account } from "../account/account.ts";
import { SANDBOX_CSS } from "../page/html.ts";
import type { PageAnswer } from "../page/page.ts";
import { payPage } from "../page/pay-page.ts";
import { portalPage } from "../page/portal-page.ts";
import { type ApiRequest, answer, type OnRequest, operationOf } from "./api.ts";
import { type Faults, faultAnswers } from "./faults.ts";

const LARGEST_BODY = 1_000_000;

/** What the server needs beside the account. */
export interface Serving {
	account: Account;
	secretKey: string;
	faults: Faults;
	onRequest: OnRequest | undefined;
	/** Called before a request is looked at: what is due happens. */
	tick(): void;
	/** Called after whatever may have changed the state. */
	changed(): void;
}

/** Listens on loopback. @param port 0: any that is free */
export async function listen(serving: Serving, port: number): Promise<{ server: Server; port: number }> {
	const server = createServer((request, response) => {
		serve(serving, request, response).catch(() => {
			if (!response.headersSent) response.writeHead(500);
			response.end();
		});
	});
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	return { server, port: (server.address() as AddressInfo).port };
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname, search } = new URL(request.url ?? "/", "http://sandbox");
	const body = await bodyOf(request);
	serving.tick();
	if (pathname.startsWith("/v1/")) await serveApi(serving, request, response, { path: pathname, search, body });
	else servePage(serving, request, response, { path: pathname, body });
}

async function serveApi(
	serving: Serving,
	{ method = "GET", headers }: IncomingMessage,
	response: ServerResponse,
	{ path, search, body }: { path: string; search: string; body: string },
): Promise<void> {
	const encoded = [search.slice(1), body].filter(Boolean).join("&");
	const request: ApiRequest = { method, path, encoded, headers };
	const fault = serving.faults.take(operationOf(request));
	if (fault?.kind === "slow") await new Promise((resolve) => setTimeout(resolve, fault.wait ?? 1_000));
	const broken = fault && fault.kind !== "slow" ? fault : undefined;
	const given =
		broken && !broken.after ? undefined : answer(serving.account, serving.secretKey, request, serving.onRequest);
	if (given) serving.changed();
	if (broken?.kind === "reset") {
		response.destroy();
	} else if (broken) {
		const { status, ...error } = faultAnswers[broken.kind as keyof typeof faultAnswers];
		response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ error }));
	} else if (given) {
		response.writeHead(given.status, given.headers).end(given.body);
	}
}

function servePage(
	serving: Serving,
	{ method = "GET", headers }: IncomingMessage,
	response: ServerResponse,
	{ path, body }: { path: string; body: string },
): void {
	if (path === "/sandbox.css") {
		response.writeHead(200, { "content-type": "text/css" }).end(SANDBOX_CSS);
		return;
	}
	const form = new URLSearchParams(body);
	const page = pageAt(serving.account, path, { method, language: headers["accept-language"], form });
	if (!page || !["GET", "HEAD", "POST"].includes(method)) {
		response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
		return;
	}
	if (method === "POST") serving.changed();
	if ("to" in page) {
		response.writeHead(303, { location: page.to, "cache-control": "no-store" }).end();
		return;
	}
	const formAction = ["'self'", page.formAction].filter(Boolean).join(" ");
	response
		.writeHead(page.status, {
			"content-type": "text/html; charset=utf-8",
			"cache-control": "no-store",
			"content-security-policy": `default-src 'none'; style-src 'self'; form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`,
			"referrer-policy": "no-referrer",
			"x-content-type-options": "nosniff",
		})
		.end(page.html);
}

function pageAt(account: Account, path: string, request: Parameters<typeof payPage>[2]): PageAnswer | undefined {
	const [, kind, id = ""] = /^\/(c\/pay|p\/session)\/(\w+)$/.exec(path) ?? [];
	if (kind === "c/pay") return payPage(account, id, request);
	return kind === "p/session" ? portalPage(account, id, request) : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > LARGEST_BODY) throw new Error("a body is too large");
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}
