import { Transform } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";

/** Renders a page whole before its first byte leaves, so that a fault half-way is still a clean 500. */
export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext) {
	return new Promise<Response>((resolve, reject) => {
		const { pipe } = renderToPipeableStream(<RemixServer context={context} url={request.url} />, {
			onAllReady() {
				headers.set("Content-Type", "text/html; charset=utf-8");
				const body = withoutNul();
				resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
				pipe(body);
			},
			onShellError: reject,
			onError: reject,
		});
	});
}

/**
 * Drops the bytes of value 0 that React 18 leaves where a letter of two bytes or more does not fit into the rest of
 * its buffer of 2,048. No byte of UTF-8 text is 0, and HTML forbids it (WHATWG HTML §13.2.3.5).
 */
function withoutNul(): Transform {
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
		},
	});
}

/** A fault of a loader or an action reaches the front door, which names it by a random id. */
export function handleError(error: unknown, { request }: { request: Request }) {
	if (!request.signal.aborted) throw error;
}
