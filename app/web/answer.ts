import type { IncomingMessage, ServerResponse } from "node:http";
import type { Visitor } from "#app/context.ts";
import type { Logger } from "#app/log.ts";
import type { Admitted, Refusal } from "./admit.ts";
import { assetFolder } from "./assets.ts";
import { awayReply, isAway } from "./away.ts";
import { errorReply } from "./error-page.ts";
import { logFault, refusalIn } from "./fault.ts";
import { networkOf } from "./network.ts";
import { isUtf8Form } from "./post-rules.ts";
import { readBody } from "./read-body.ts";
import { isBare, toReply, toRequest } from "./remix-request.ts";
import type { Reply } from "./reply.ts";
import type { SiteSettings } from "./site.ts";
import { couldBeOurs } from "./target.ts";

/** A connect-style middleware, such as Vite's in development. */
type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

export interface AnswerOptions {
	settings: SiteSettings;
	log: Logger;
	/**
	 * Remix, bound by the caller to the rest of its context.
	 * @param nonce what the scripts of an `/organise` page carry so that the browser runs them
	 */
	handle(request: Request, visitor: Visitor, nonce: string): Promise<Response>;
	/** The folder that the build made, `build/client`; may be missing in development. */
	assets: string;
	/** Sees GET and HEAD after the head's checks and before Remix. */
	before?: Middleware;
	/** Address of the style sheet for the front door's own error pages. */
	stylesheet?: string;
}

/** One request on its way to its answer. */
export interface Exchange {
	request: IncomingMessage;
	response: ServerResponse;
	asked: Admitted | Refusal;
	nonce: string;
}

/**
 * Finds the answer to each request: a refusal, a file, Remix's, or the page of a fault.
 * @param bodyMs how long a body may take
 * @returns a function that gives the reply; null when nobody waits for one or `before` has given it
 */
export function answerer(options: AnswerOptions, bodyMs: number): (exchange: Exchange) => Promise<Reply | null> {
	const { settings, log, handle, before, stylesheet } = options;
	const asset = assetFolder(options.assets);
	let warned = false;
	let warnedAway = Number.NEGATIVE_INFINITY;

	async function find({ request, response, asked, nonce }: Exchange): Promise<Reply | number | null> {
		if ("refused" in asked) return asked.refused;
		const { method, pathname } = asked;
		if (method !== "POST") {
			const file = await asset(pathname);
			if (file) return { status: 200, headers: { "content-type": file.type }, ...file };
			if (before && (await answers(before, request, response))) return null;
		}
		// A page that asks for an asset of another build must not get Remix's 404 page as a script.
		if (!couldBeOurs(pathname) || pathname.startsWith("/assets/")) return 404;
		if (asked.rule && request.headers.expect) response.writeContinue();
		const body = asked.rule ? await readBody(request, asked.rule.limit, bodyMs) : null;
		if (typeof body === "number") return body;
		if (asked.rule && body === null) return null;
		if (asked.rule?.form && body && !isUtf8Form(body)) return 400;
		try {
			return await ask(request, asked, body, nonce);
		} catch (error) {
			if (!isAway(error)) throw error;
			warnAway();
			return awayReply(asked, body, request.headers["accept-language"], stylesheet);
		}
	}

	/** One line an outage and ten seconds, however many ask. */
	function warnAway() {
		if (performance.now() < warnedAway + 10_000) return;
		warnedAway = performance.now();
		log.warn("Postgres is away: answering 503");
	}

	async function ask(
		request: IncomingMessage,
		asked: Admitted,
		body: Buffer<ArrayBuffer> | null,
		nonce: string,
	): Promise<Reply> {
		const whole = new AbortController();
		try {
			const sent = toRequest(asked, request, body, whole.signal);
			return await toReply(await handle(sent, visitor(request, asked), nonce));
		} finally {
			whole.abort();
		}
	}

	function visitor(request: IncomingMessage, { method, site }: Admitted): Visitor {
		const { remoteAddress } = request.socket;
		const forwardedFor = request.headers["x-forwarded-for"]?.toString();
		const network = networkOf({ remoteAddress, forwardedFor, onion: site.onion }, settings.TRUST_PROXY);
		if (method === "POST" && network === null && !settings.demonstration && !warned) {
			warned = true;
			log.warn(
				"no limit by network holds: a proxy hides where posts come from; set TRUST_PROXY to the number of proxies",
			);
		}
		return { network, onion: site.onion };
	}

	return async (exchange) => {
		const { request, asked } = exchange;
		const refuse = (status: number, more?: { headers?: Reply["headers"]; fault?: string }) =>
			errorReply({
				status,
				pathname: asked.pathname,
				acceptLanguage: request.headers["accept-language"],
				stylesheet,
				...more,
			});
		try {
			const found = await find(exchange);
			if (found === null) return null;
			if (typeof found === "number") return refuse(found, { headers: "refused" in asked ? asked.headers : {} });
			if (found.status === 500) throw new Error("the app answered 500");
			return isBare(found) ? refuse(found.status, found) : found;
		} catch (error) {
			const status = refusalIn(error);
			return status === null ? refuse(500, { fault: logFault(log, error) }) : refuse(status);
		}
	};
}

/** Whether a middleware gave the answer itself. */
function answers(before: Middleware, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
	return new Promise((resolve, reject) => {
		response.once("close", () => resolve(true));
		before(request, response, (error) => (error ? reject(error) : resolve(false)));
	});
}
