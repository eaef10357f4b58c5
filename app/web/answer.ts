import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Visitor } from "#app/context.ts";
import type { Logger } from "#app/log.ts";
import type { Admitted, Refusal } from "./admit.ts";
import { assetFolder } from "./assets.ts";
import { awayReply, isAway } from "./away.ts";
import { errorReply } from "./error-page.ts";
import { logFault, refusalIn } from "./fault.ts";
import { isLocal, networkOf } from "./network.ts";
import { keptAddress } from "./page-address.ts";
import type { PageCache } from "./page-cache.ts";
import { isUtf8Form, LARGE_AT_ONCE } from "./post-rules.ts";
import { readBody } from "./read-body.ts";
import { isBare, toReply, toRequest } from "./remix-request.ts";
import type { Reply } from "./reply.ts";
import type { SiteSettings } from "./site.ts";
import { couldBeOurs } from "./target.ts";
import { throttle } from "./throttle.ts";

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
	/** Keeps pages that are the same for all; `isRoute` says which addresses the build has. Absent in development. */
	pages?: { cache: PageCache; isRoute(pathname: string): boolean };
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
	const { settings, log, handle, pages, before, stylesheet } = options;
	const asset = assetFolder(options.assets);
	let warned = false;
	let large = 0;
	const warnAway = throttle(10_000, () => log.warn("Postgres is away: answering 503"));

	/** Files are held in memory until they are answered: a few at a time, and who comes then may come again. */
	async function findFew(exchange: Exchange): Promise<Reply | number | null> {
		if (large >= LARGE_AT_ONCE) return 503;
		large++;
		try {
			return await find(exchange);
		} finally {
			large--;
		}
	}

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
		const body = asked.rule ? await readBody(request, asked.rule.limit, bodyMs * (asked.rule.patience ?? 1)) : null;
		if (typeof body === "number") return body;
		if (asked.rule && body === null) return null;
		if (asked.rule?.form && body && !isUtf8Form(body)) return 400;
		try {
			return await (keptOrMade(asked) ?? ask(asked, request.headers, visitor(request, asked), body, nonce));
		} catch (error) {
			if (!isAway(error)) throw error;
			warnAway();
			return awayReply(asked, body, request.headers["accept-language"], stylesheet);
		}
	}

	/** A page that is the same for all is asked for by its address alone, whoever asks. */
	function keptOrMade(asked: Admitted): Promise<Reply> | null {
		const address = pages && asked.method !== "POST" ? keptAddress(asked, pages.isRoute) : null;
		if (!pages || !address) return null;
		const anyone: Visitor = { network: null, onion: asked.site.onion };
		return pages.cache.answer(address, () => ask({ ...asked, ...address }, {}, anyone, null, ""));
	}

	async function ask(
		asked: Admitted,
		sent: IncomingHttpHeaders,
		visitor: Visitor,
		body: Buffer<ArrayBuffer> | null,
		nonce: string,
	): Promise<Reply> {
		const whole = new AbortController();
		try {
			return await toReply(await handle(toRequest(asked, sent, body, whole.signal), visitor, nonce));
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
		const local = !site.onion && isLocal(request, settings.TRUST_PROXY);
		return { network, onion: site.onion, local };
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
			const isLarge = "rule" in asked && asked.rule?.patience !== undefined;
			const found = await (isLarge ? findFew(exchange) : find(exchange));
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
