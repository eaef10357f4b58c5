type Say = (event: string, fields?: Record<string, string | number | boolean>) => void;

/** Where the mailer tells the operator: counts and codes, never an address, a token or a library's error. */
export interface MailLog {
	info: Say;
	warn: Say;
	error: Say;
}

/** The code of a fault of Postgres or of a socket; its message and details may hold a person's data. */
export function codeOf(error: unknown): string {
	const code = error instanceof Error && "code" in error ? error.code : undefined;
	return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : "unknown";
}
