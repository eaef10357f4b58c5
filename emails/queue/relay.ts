import { parseConnectionUrl } from "nodemailer/lib/shared";
import type { SMTPConnectionAuth, SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";

/** Greeting, TLS and login included. */
const CONNECT_MS = 30_000;
/** RFC 5321 §4.5.3.2.6: the reply to the final dot may take ten minutes. */
const FINAL_REPLY_MS = 10 * 60_000;

/** How to reach and speak to the relay that SMTP_URL names. */
export interface Relay {
	options: SMTPConnectionOptions;
	auth: SMTPConnectionAuth | undefined;
}

/**
 * @param smtpUrl `smtp[s]://[user:password@]host[:port]`, with nodemailer's options as the query
 * @param name the domain to greet with (EHLO), instead of this machine's name
 */
export function relayOf(smtpUrl: string, name: string): Relay {
	const { auth, ...options } = parseConnectionUrl(smtpUrl);
	const loopback = ["127.0.0.1", "::1", "localhost"].includes(options.host ?? "localhost");
	return {
		auth,
		options: {
			name,
			// Addresses, links and passwords never go in clear over a network.
			requireTLS: !loopback && !options.secure,
			connectionTimeout: CONNECT_MS,
			greetingTimeout: CONNECT_MS,
			dnsTimeout: CONNECT_MS,
			socketTimeout: FINAL_REPLY_MS,
			socketCloseTimeout: 1_000,
			...options,
		},
	};
}
