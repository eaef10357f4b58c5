import type { Settings } from "../env.server.ts";

/** Where the site is, for links in mails that a command promises. */
export function mailOrigin({ BASE_URL, PORT }: Settings): string {
	return BASE_URL ?? `http://localhost:${PORT}`;
}
