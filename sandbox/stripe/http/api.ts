import type { IncomingHttpHeaders } from "node:http";
import type { Account } from "../account/account.ts";
import { listAt, type Parameters, parseParameters } from "../account/parameters.ts";
import { Refusal } from "../account/refusal.ts";
import { newId } from "../account/state.ts";
import { expand } from "./expand.ts";
import { answeredBefore, requestFingerprint } from "./idempotency.ts";
import { match } from "./operation.ts";
import { operations } from "./operations.ts";

/** A request as it came. */
export interface ApiRequest {
	method: string;
	path: string;
	/** Encoded as a form: of the body, or of the address. */
	encoded: string;
	headers: IncomingHttpHeaders;
}

/** A request as whoever looks on sees it. */
export interface SeenRequest {
	/** `POST /v1/refunds` and the like; undefined when the stand-in knows no such operation. */
	operation: string | undefined;
	method: string;
	path: string;
	parameters: Parameters;
	headers: IncomingHttpHeaders;
}

/** What is to be said of a request that should never have been made; undefined: nothing. */
export type OnRequest = (request: SeenRequest) => string | undefined;

/** An answer as it goes out. */
export interface ApiAnswer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/** The operation that a request names, undefined where there is none. */
export function operationOf({ method, path }: ApiRequest): string | undefined {
	return match(operations, method, path)?.name;
}

/** Answers one request of the API; whatever it refuses becomes an answer too. */
export function answer(account: Account, secretKey: string, request: ApiRequest, onRequest?: OnRequest): ApiAnswer {
	const headers: Record<string, string> = { "content-type": "application/json", "request-id": newId("req") };
	const key = request.method === "POST" ? request.headers["idempotency-key"] : undefined;
	if (typeof key === "string") headers["idempotency-key"] = key;
	try {
		if (request.headers.authorization !== `Bearer ${secretKey}`)
			throw new Refusal("Invalid API Key provided.", { status: 401 });
		const fingerprint = requestFingerprint(request.method, request.path, request.encoded);
		const before = typeof key === "string" ? answeredBefore(account, key, fingerprint) : undefined;
		if (before)
			return { status: before.status, headers: { ...headers, "idempotent-replayed": "true" }, body: before.body };
		const parameters = parseParameters(request.encoded);
		const body = JSON.stringify(done(account, request, parameters, onRequest), null, 2);
		if (typeof key === "string") account.state.answers.set(key, { fingerprint, status: 200, body, at: account.now() });
		return { status: 200, headers, body };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const { status, type, code, param, message } = error;
		return { status, headers, body: JSON.stringify({ error: { type, code, param, message } }) };
	}
}

function done(account: Account, request: ApiRequest, parameters: Parameters, onRequest?: OnRequest): object {
	const { method, path, headers } = request;
	const found = match(operations, method, path);
	const complaint = onRequest?.({
		operation: found?.name,
		method,
		path,
		parameters: structuredClone(parameters),
		headers,
	});
	if (complaint) throw new Refusal(complaint, { code: "parameter_invalid" });
	if (!found) throw new Refusal(`Unrecognized request URL (${method}: ${path}).`, { status: 404 });
	const paths = listAt(parameters, "expand").filter((path) => typeof path === "string");
	return expand(account.state, structuredClone(found.operation(account, parameters, found.id)), paths);
}
