import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";

/** Renders a page whole before its first byte leaves, so that a fault half-way is still a clean 500. */
export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext) {
	return new Promise<Response>((resolve, reject) => {
		const { pipe } = renderToPipeableStream(<RemixServer context={context} url={request.url} />, {
			onAllReady() {
				headers.set("Content-Type", "text/html; charset=utf-8");
				const body = new PassThrough();
				resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
				pipe(body);
			},
			onShellError: reject,
			onError: reject,
		});
	});
}

/** A fault of a loader or an action reaches the front door, which names it by a random id. */
export function handleError(error: unknown, { request }: { request: Request }) {
	if (!request.signal.aborted) throw error;
}
