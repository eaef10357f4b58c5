import { createPublicKey, type KeyObject } from "node:crypto";
import { getDomain } from "tldts";
import type { Settings } from "#app/env.server.ts";
import { domainOf } from "#app/seal/large-providers.ts";
import { type Finding, findingsOf } from "./findings.ts";
import { lookUp, type Resolver } from "./records.ts";

export type { Finding } from "./findings.ts";
export type { Resolver } from "./records.ts";
export { warmUpPlan } from "./warm-up.ts";

type MailSettings = Pick<
	Settings,
	"MAIL_FROM" | "BOUNCE_HOST" | "BOUNCE_LISTEN" | "INBOUND_URL" | "MAIL_WEBHOOK_SECRET" | "MAILGUN_SIGNING_KEY"
>;

/** Looks at what DNS says of the sending domain, and says what to publish. */
export async function examineMail(
	dns: Resolver,
	settings: MailSettings,
	dkim: { key: KeyObject; selector: string } | undefined,
): Promise<Finding[]> {
	const domain = domainOf(settings.MAIL_FROM);
	const bounceHost = settings.BOUNCE_HOST;
	const selector = dkim?.selector;
	const records = await lookUp(dns, { domain, registered: getDomain(domain) ?? domain, selector, bounceHost });
	const takesBack = Boolean(
		settings.BOUNCE_LISTEN || settings.INBOUND_URL || settings.MAIL_WEBHOOK_SECRET || settings.MAILGUN_SIGNING_KEY,
	);
	const own = dkim && { selector: dkim.selector, type: dkim.key.asymmetricKeyType ?? "", record: recordOf(dkim.key) };
	return findingsOf({ domain, bounceHost, takesBack, dkim: own }, records);
}

/** The public half of a key as its record has it (RFC 6376 §3.6.1; RFC 8463 §4: of Ed25519 the bare 32 bytes). */
function recordOf(key: KeyObject): string {
	const der = createPublicKey(key).export({ type: "spki", format: "der" });
	const rsa = key.asymmetricKeyType === "rsa";
	return `k=${rsa ? "rsa" : "ed25519"}; p=${(rsa ? der : der.subarray(-32)).toString("base64")}`;
}
