/**
 * Sites to which no Russian text of ours links: RFE/RL and its services were declared undesirable in Russia on 20
 * February 2024, and there who passes a link on is fined (Code of Administrative Offences, article 20.33). The services
 * as https://about.rferl.org/our-reach lists them; subdomains are meant too.
 */
const undesirable = [
	"rferl.org",
	"currenttime.tv",
	"svoboda.org",
	"severreal.org",
	"sibreal.org",
	"idelreal.org",
	"kavkazr.com",
	"azatliq.org",
	"krymr.com",
	"radiosvoboda.org",
	"svaboda.org",
	"azattyq.org",
	"azattyqasia.org",
	"azattyk.org",
	"ozodi.org",
	"ozodlik.org",
	"azathabar.com",
	"azatutyun.am",
	"azadliq.org",
	"radiotavisupleba.ge",
	"ekhokavkaza.com",
];

/** Whether a Russian text may not link to a host. */
export function isUnlinkable(host: string): boolean {
	const name = host.toLowerCase();
	return undesirable.some((site) => name === site || name.endsWith(`.${site}`));
}
