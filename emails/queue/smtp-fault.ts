import type { Attempt } from "./attempt.ts";

/** What we read of nodemailer's error; the rest may echo an address. */
export interface SmtpFault {
	code?: string | undefined;
	command?: string | undefined;
	response?: string | undefined;
}

/**
 * What nodemailer's error says about the attempt.
 *
 * Its `lastServerResponse` would tell the lost body from the lost envelope too, but an unterminated
 * last line overwrites it; whether the body was asked for (`bodyBegun`) is certain.
 */
export function attemptOf({ code, command, response }: SmtpFault, bodyBegun: boolean): Attempt {
	const lost: Attempt = { kind: "lost", inDoubt: bodyBegun };
	if (!response) return code === "EENVELOPE" || code === "EMESSAGE" ? { kind: "unmailable" } : lost;
	switch (command) {
		case "MAIL FROM":
			return { kind: "answered", to: "mail", reply: response };
		case "RCPT TO":
			return { kind: "answered", to: "rcpt", reply: response };
		case "DATA":
			return { kind: "answered", to: bodyBegun ? "body" : "data", reply: response };
		default:
			// A 421, or another refusal in the last words of a connection.
			return code === "ECONNECTION" && /^[45]\d\d/.test(response)
				? { kind: "answered", to: bodyBegun ? "body" : "mail", reply: response }
				: lost;
	}
}
