import { randomBytes } from "node:crypto";
import type { Logger } from "#app/log.ts";

/**
 * Logs what nobody foresaw: the error's name, its code, and where in our own code it was. Never its
 * message: libraries put values into it, and values are people's.
 * @returns a random id, the only thing that the reader is shown
 */
export function logFault(log: Logger, error: unknown): string {
	const id = randomBytes(6).toString("hex");
	const known = error instanceof Error ? (error as Error & { code?: unknown }) : { name: typeof error };
	const { name, code, message = "", stack = "" }: Partial<Error> & { name: string; code?: unknown } = known;
	log.error("fault", {
		id,
		name: /^\w{1,40}$/.test(name) ? name : "Error",
		...(typeof code === "string" && /^\w{2,40}$/.test(code) ? { code } : {}),
		// The message stands in the stack too, and may have lines that look like places.
		at: ownLines(stack.replace(message, "")),
	});
	return id;
}

/** The first five places in our own files: `app/petitions/sign.server.ts:41:7`. */
function ownLines(stack: string): string {
	return stack
		.split("\n")
		.filter((line) => /^\s+at /.test(line) && !line.includes("node_modules"))
		.map((line) => /\/((?:app|db|emails|sandbox|build)\/[\w./-]{1,80}\.\w{1,4}:\d{1,6}:\d{1,6})\)?$/.exec(line)?.[1])
		.filter((place) => place !== undefined)
		.slice(0, 5)
		.join(" ");
}

/**
 * The status of what was thrown as an answer: Remix rejects with its own 4xx (a post to a page without an
 * action is a 405) when the app's `handleError` throws.
 * @returns null for a fault
 */
export function refusalIn(error: unknown): number | null {
	const status = typeof error === "object" && error !== null && "status" in error ? error.status : null;
	return typeof status === "number" && status >= 400 && status < 500 ? status : null;
}
