import { locales } from "#app/i18n/translate.ts";
import { contactOf } from "./values.ts";

interface Finder {
	demonstration: boolean;
	CONTACT_EMAIL?: string;
	/** Scheme and host of the site on the open web, and in the demonstration of this machine. */
	origin: string;
	ONION_HOST?: string;
}

/**
 * Where to report a security problem (RFC 9116). Expires on the first of a month, ten to eleven months on, so
 * that the bytes change once a month.
 */
export function securityTxt({ origin, ONION_HOST, ...site }: Finder, now: Date): string {
	const origins = ONION_HOST ? [origin, `http://${ONION_HOST}`] : [origin];
	const expires = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 11));
	const lines = [
		...(site.demonstration ? ["# A demonstration: nobody reads what is sent to a sample address."] : []),
		`Contact: mailto:${encodeURI(contactOf(site))}`,
		`Contact: ${origin}/en/report`,
		`Expires: ${expires.toISOString().replace(".000", "")}`,
		`Preferred-Languages: ${locales.join(", ")}`,
		...origins.map((each) => `Canonical: ${each}/.well-known/security.txt`),
		`Policy: ${origin}/en/report`,
	];
	return `${lines.join("\n")}\n`;
}
