import type { IncomingMessage } from "node:http";

/** The event that the front door sends to a request whose bytes stopped making sense half-way. */
export const malformed = "malformed";

/** The body; or the status to refuse with: 400 broken framing, 408 too slow, 413 too long; or null when its sender has gone. */
export type ReadBody = Buffer<ArrayBuffer> | 400 | 408 | 413 | null;

/**
 * Reads a request's body, counting as it comes.
 * @param limit bytes
 * @param ms how long the whole body may take
 */
export function readBody(request: IncomingMessage, limit: number, ms: number): Promise<ReadBody> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		let size = 0;
		const done = (result: ReadBody) => {
			clearTimeout(timer);
			request.off("data", take);
			resolve(result);
		};
		const take = (chunk: Buffer) => {
			size += chunk.length;
			if (size > limit) return done(413);
			chunks.push(chunk);
		};
		const timer = setTimeout(() => done(408), ms);
		request.on("data", take);
		request.once("end", () => done(Buffer.concat(chunks)));
		request.once(malformed, () => done(400));
		request.once("error", () => done(null));
		request.once("close", () => done(null));
	});
}
