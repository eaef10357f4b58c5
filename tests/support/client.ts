import type { StoredMail } from "#sandbox/mailbox/stored-mail.ts";

/** A demonstration as its visitors reach it. */
export interface Client {
	/** `http://localhost:PORT`. */
	origin: string;
	/** Asks as a browser without JavaScript does, and follows nothing. */
	get(path: string, headers?: Record<string, string>): Promise<Response>;
	post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
	/** Every mail sent, newest first. */
	mails(): Promise<StoredMail[]>;
}

export function client(origin: string): Client {
	const ask = (path: string, init?: RequestInit) => fetch(origin + path, { redirect: "manual", ...init });
	return {
		origin,
		get: (path, headers) => ask(path, { headers }),
		post: (path, fields, headers) => ask(path, { method: "POST", body: body(path, fields), headers }),
		mails: async () => (await (await ask("/mailbox.json")).json()) as StoredMail[],
	};
}

/** Whether the form of an address has a file in it. */
export const takesFile = (path: string) => /\/(?:closing\/photo|bank\/statement|receipt)$/.test(path);

/** A form with a file in it is sent in parts, as browsers do. */
function body(path: string, fields: Record<string, string>): URLSearchParams | FormData {
	if (!takesFile(path)) return new URLSearchParams(fields);
	const parts = new FormData();
	for (const [name, value] of Object.entries(fields)) parts.set(name, value);
	return parts;
}
