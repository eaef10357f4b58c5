import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Admitted, methods, type Refusal } from "./web/admit.ts";
import { type AnswerOptions, answerer } from "./web/answer.ts";
import { trackConnections } from "./web/connections.ts";
import { encoder } from "./web/content-coding.ts";
import { errorReply } from "./web/error-page.ts";
import { logFault } from "./web/fault.ts";
import { type ProfileName, profileOf } from "./web/header-profiles.ts";
import { LONGEST_PATIENCE } from "./web/post-rules.ts";
import { headReader } from "./web/read-head.ts";
import { knownForm, makeReady, type Ready, type Reply } from "./web/reply.ts";
import { isOrganise } from "./web/target.ts";
import { write, writeRaw } from "./web/write.ts";

export interface FrontDoorOptions extends AnswerOptions {
	/** Where gifts by card are paid: the one other site that a form of ours may lead to. */
	checkoutOrigin?: string;
	/** Hears of each answer: its header profile, `kept` for a page from memory, and its status. */
	onAnswer?(profile: ProfileName | "kept", status: number): void;
	/** Milliseconds that a request's head and its body may each take (decision 12). */
	timeouts?: { head: number; body: number };
}

export interface FrontDoor {
	/** Not yet listening. */
	server: Server;
	/** Stops accepting, and waits up to `ms` milliseconds for the requests in hand. */
	drain(ms: number): Promise<void>;
}

const seconds = 1000;
const usual = { head: 10 * seconds, body: 20 * seconds };
const megabyte = 1024 * 1024;

/**
 * The one way in: looks at every request before Remix does (decisions 12 to 16 and 29), so that no
 * malformed one becomes a fault, and gives every answer, refusals too, the headers of its profile.
 */
export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
	const { settings, log, stylesheet, pages, timeouts = usual, onAnswer, checkoutOrigin } = options;
	const headOf = headReader(settings);
	const replyTo = answerer(options, timeouts.body);
	const encode = encoder(32 * megabyte);
	const connections = trackConnections();
	const server = Object.assign(createServer(limits(timeouts, settings.TRUST_PROXY)), properties);

	/** A page that is kept, in a form that has been made: most requests end here. */
	function keptPage({ headers }: IncomingMessage, asked: Admitted | Refusal): Ready | undefined {
		const reply = "refused" in asked ? undefined : asked.page && pages?.cache.fresh(asked.page.name);
		return reply && knownForm(reply, headers["if-none-match"], headers["accept-encoding"]?.toString());
	}

	async function serve(request: IncomingMessage, response: ServerResponse, asked: Admitted | Refusal) {
		const nonce = isOrganise(asked.pathname) ? randomBytes(16).toString("base64") : "";
		const reply = await replyTo({ request, response, asked, nonce });
		if (!reply || response.destroyed) return;
		const ready = await dress(reply, asked, nonce, request);
		if (response.destroyed) return;
		onAnswer?.(
			profileOf({ method: request.method ?? "GET", pathname: asked.pathname, status: reply.status }),
			reply.status,
		);
		write(request, response, ready, connections.endsWith(request));
	}

	function dress(reply: Reply, asked: Admitted | Refusal, nonce: string, request?: IncomingMessage): Promise<Ready> {
		const { pathname, search } = asked;
		const onion = "refused" in asked ? asked.onion : asked.site.onion;
		const secure = settings.BASE_URL?.startsWith("https:") ?? false;
		const site = { secure, onionHost: settings.ONION_HOST, onion, checkoutOrigin };
		const ifNoneMatch = request?.headers["if-none-match"];
		const acceptEncoding = request?.headers["accept-encoding"]?.toString();
		const method = request?.method ?? "GET";
		return makeReady(reply, { method, pathname, search, nonce, ifNoneMatch, acceptEncoding }, site, encode);
	}

	/** What node could not read as a request still gets an answer in words, unless another's is under way. */
	async function refuseRaw(socket: Duplex, status: number, headers: Refusal["headers"] = {}) {
		if (connections.spoil(socket) || !socket.writable) return;
		const nowhere: Refusal = { refused: status, pathname: "/", search: "", onion: false, headers };
		const reply = errorReply({ status, pathname: "/", acceptLanguage: undefined, stylesheet, headers });
		writeRaw(socket, await dress(reply, nowhere, ""));
	}

	function take(request: IncomingMessage, response: ServerResponse) {
		const failed = (error: unknown) => {
			logFault(log, error);
			response.destroy();
		};
		try {
			connections.begin(request, response);
			const asked = headOf(request);
			const kept = keptPage(request, asked);
			if (kept) {
				onAnswer?.("kept", kept.status);
				write(request, response, kept, connections.endsWith(request));
			} else serve(request, response, asked).catch(failed);
		} catch (error) {
			failed(error);
		}
	}
	server.on("request", take);
	// A body is asked for only once its head is in order; any other expectation is none of ours.
	server.on("checkContinue", take);
	server.on("checkExpectation", take);
	server.on("connect", (_, socket) => refuseRaw(socket, 405, { allow: methods.join(", ") }));
	server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
		if (error.code === "ECONNRESET" || socket.destroyed) socket.destroy();
		else refuseRaw(socket, rawStatus[error.code ?? ""] ?? 400);
	});
	return { server, drain: (ms) => connections.drain(server, ms) };
}

const rawStatus: Record<string, number> = {
	ERR_HTTP_REQUEST_TIMEOUT: 408,
	HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
	HPE_HEADER_OVERFLOW: 431,
};

function limits(timeouts: { head: number; body: number }, proxies: number) {
	return {
		headersTimeout: timeouts.head,
		// Behind our own timer, which can word its answer.
		requestTimeout: timeouts.head + timeouts.body * LONGEST_PATIENCE + 5 * seconds,
		connectionsCheckingInterval: Math.min(seconds, timeouts.head / 4),
		// A proxy that keeps connections for a minute must not find one closed as it writes.
		keepAliveTimeout: (proxies > 0 ? 65 : 10) * seconds,
		maxHeaderSize: 16 * 1024,
		// Ours to refuse, with a page.
		requireHostHeader: false,
	};
}

/** What createServer takes no option for. */
const properties = {
	// A connection on which nothing moves, such as a reader who stopped reading.
	timeout: 75 * seconds,
	// Bounded by size; past a count node would silently drop headers, and with them our checks.
	maxHeadersCount: 0,
	// A sender that has said all it will say still hears the answer.
	httpAllowHalfOpen: true,
};
