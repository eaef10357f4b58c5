import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { plain, type Values } from "./fill.ts";

/** What the pages tell of the settings. */
export interface Told {
	demonstration: boolean;
	version: string;
	CONTROLLER_NAME?: string;
	CONTROLLER_ADDRESS?: string;
	CONTACT_EMAIL?: string;
	SENDER_NAME: string;
	MAIL_FROM: string;
	ONION_HOST?: string;
	SOURCE_URL?: string;
	AT_RISK_COUNTRIES: ReadonlySet<string>;
	MAIL_MAX_PER_ADDRESS: { day: number; week: number };
}

/**
 * The address that people write to, and that the demonstration shows in its place. No mail is sent there,
 * and none arrives (RFC 2606 §3).
 */
export function contactOf({ CONTACT_EMAIL }: Pick<Told, "CONTACT_EMAIL">): string {
	return CONTACT_EMAIL ?? "contact@example.org";
}

/**
 * What the places of the pages stand for on this site.
 * @param origin scheme and host of the site
 */
export function valuesOf(told: Told, locale: Locale, origin: string): Values {
	const t = translator(locale);
	const words = (key: MessageKey) => plain(t(key));
	const contact = contactOf(told);
	return {
		controller: plain(told.CONTROLLER_NAME ?? t("site.sample.controller")),
		address: plain(told.CONTROLLER_ADDRESS ?? t("site.sample.address")),
		contact: `[${plain(contact)}](<mailto:${contact}>)`,
		site: link(origin),
		onion: told.ONION_HOST ? link(`http://${told.ONION_HOST}`) : null,
		securityTxt: link(`${origin}/.well-known/security.txt`),
		source: told.SOURCE_URL ? link(new URL(told.SOURCE_URL).href) : null,
		version: plain(told.version),
		sender: plain(`${told.SENDER_NAME} <${told.MAIL_FROM}>`),
		subject: plain(t("mail.confirm.subject", { about: "…" })),
		mailsADay: String(told.MAIL_MAX_PER_ADDRESS.day),
		mailsAWeek: String(told.MAIL_MAX_PER_ADDRESS.week),
		countries: countryNames(told.AT_RISK_COUNTRIES, locale),
		atRiskBox: words("sign.at-risk"),
		countedChoice: words("sign.visibility.counted"),
		addresseeChoice: words("sign.visibility.addressee"),
		publicChoice: words("sign.visibility.public"),
	};
}

function link(address: string): string {
	return `<${address}>`;
}

/** The countries by their names in one language (CLDR); null when none is set. */
function countryNames(codes: ReadonlySet<string>, locale: Locale): string | null {
	const names = new Intl.DisplayNames(locale, { type: "region" });
	return codes.size > 0 ? [...codes].map((code) => plain(names.of(code) ?? code)).join(", ") : null;
}
