import { plainPath } from "./target.ts";

/** How an answer may be kept, framed and read elsewhere. Decision 16: every answer has exactly one. */
export type ProfileName = "public" | "personal" | "organise" | "framed" | "embed" | "machine";

/** The answer that headers are wanted for. */
export interface Answered {
	method: string;
	pathname: string;
	search: string;
	status: number;
	html: boolean;
	/** For the scripts of an `/organise` page. */
	nonce: string;
}

/** What the settings and the Host say of the site that answers. */
export interface Answering {
	/** BASE_URL is https. */
	secure: boolean;
	onionHost: string | undefined;
	/** The request came to the onion. */
	onion: boolean;
	/** Where Stripe's pages for paying are; absent without an account there. */
	checkoutOrigin?: string;
}

type Csp = Readonly<Record<string, string>>;

const nothing: Csp = {
	"default-src": "'none'",
	"script-src": "'none'",
	"form-action": "'none'",
	"base-uri": "'none'",
	"frame-ancestors": "'none'",
};
const page: Csp = {
	...nothing,
	"style-src": "'self'",
	"img-src": "'self'",
	"font-src": "'self'",
	"form-action": "'self'",
};

interface Profile {
	csp: Csp;
	cache: string;
	/** Cross-Origin-Resource-Policy: whether other sites may show it. */
	resource: "same-origin" | "cross-origin";
	noindex?: boolean;
}

// Browsers ask again each time and get a 304: nobody misses their own signature or reads of a picket that
// has been called off. What stands in front of us may answer a flood for a minute, and stand in when we fall.
const shared = "public, max-age=0, s-maxage=60, stale-if-error=86400";
const unkept = "private, no-store";

const profiles: Record<ProfileName, Profile> = {
	// No script of ours or of others runs to use `connect-src`; without it Lighthouse, whose own request counts as the
	// page's, cannot read our robots.txt.
	public: { csp: { ...page, "connect-src": "'self'" }, cache: shared, resource: "same-origin" },
	personal: { csp: page, cache: unkept, resource: "same-origin", noindex: true },
	organise: {
		csp: { ...page, "connect-src": "'self'", "frame-src": "'self'" },
		cache: unkept,
		resource: "same-origin",
		noindex: true,
	},
	// A mail as it will arrive, with styles on its elements as mail clients want them: within a page of the desk, in an
	// origin of its own, and nothing in it is run, sent or fetched.
	framed: {
		csp: { ...nothing, "style-src": "'unsafe-inline'", "frame-ancestors": "'self'", sandbox: "" },
		cache: unkept,
		resource: "same-origin",
		noindex: true,
	},
	embed: {
		csp: { ...page, "form-action": "'none'", "frame-ancestors": "*" },
		cache: shared,
		resource: "cross-origin",
		noindex: true,
	},
	machine: { csp: nothing, cache: shared, resource: "cross-origin" },
};

interface Row {
	address: RegExp;
	profile: ProfileName;
	/**
	 * A token is in the address: not even our own style sheet's request, or its log line, hears of it. Under /organise a
	 * form must still say which site it comes from, and by `no-referrer` browsers say `null`.
	 */
	token?: true | "strict-origin";
	/** Other sites' scripts may read it. */
	anyOrigin?: true;
	vary?: "Accept-Language";
	/** Anybody may read it, and no search engine is to. */
	noindex?: true;
	/** Its form leads to the page for paying: Chromium blocks a redirect that `form-action` does not list. */
	pays?: true;
	/** The same, to Stripe's page for giving another card. */
	manages?: true;
	/** Our own memory does not keep it: it is large, or once taken down must not come back while Postgres is away. */
	unstored?: true;
}

/** The first row that fits an address, lower case and without closing slash. What no row names is `public`. */
const rows: readonly Row[] = [
	{ address: /^\/organise\/links\//, profile: "organise", token: "strict-origin" },
	{ address: /^\/organise\/campaigns\/[^/]+\/mailings\/\d+\/shown\/[^/]+$/, profile: "framed" },
	{ address: /^\/organise(?:\.data$|\/|$)/, profile: "organise" },
	{ address: /^\/components(?:\/|$)/, profile: "personal" },
	{ address: /^\/mailbox(?:\.json$|\/|$)/, profile: "personal" },
	{ address: /^\/u\/|^\/[a-z]{2}\/mail\//, profile: "personal", token: true },
	{ address: /^\/[a-z]{2}\/donations\/[^/]+$/, profile: "personal", token: true, manages: true },
	{ address: /^\/[a-z]{2}\/(?:confirm|withdraw|my|donations|preview)(?:\/|$)/, profile: "personal", token: true },
	{ address: /^\/[a-z]{2}\/(?:attend|endorsement|host|unlisted)(?:\/|$)/, profile: "personal", token: true },
	{
		address: /^\/[a-z]{2}\/petitions\/[^/]+\/(?:endorse\/)?(?:check-your-email|thank-you)(?:\/|$)/,
		profile: "personal",
	},
	{ address: /^\/[a-z]{2}\/petitions\/[^/]+\/(?:signatories|lines)$/, profile: "public", noindex: true },
	{ address: /^\/[a-z]{2}\/pickets\/[^/]+\/(?:rsvp|check-your-email)(?:\/|$)/, profile: "personal" },
	{ address: /^\/[a-z]{2}\/(?:report|contact)\/received(?:\/|$)/, profile: "personal" },
	{ address: /^\/[a-z]{2}\/fund\/[^/]+\/thank-you$/, profile: "personal", token: true },
	{ address: /^\/[a-z]{2}\/fund\/[^/]+(?:\/donate)?$/, profile: "public", pays: true },
	{ address: /^\/(?:healthz|readyz|metrics)$|^\/webhooks\//, profile: "personal" },
	{ address: /^\/embed\/|^\/og\/|^\/(?:petitions|pickets)\/[^/]+\/(?:badge|qr)\.svg$/, profile: "embed" },
	{ address: /^\/q\/[^/]+\/qr\.(?:svg|png)$/, profile: "embed" },
	{ address: /^\/(?:petitions|pickets)\/[^/]+\/photos\/[^/]+\.webp$/, profile: "embed", unstored: true },
	{ address: /^\/petitions\/[^/]+\/(?:count\.json|history\.csv)$/, profile: "machine", anyOrigin: true },
	{ address: /^\/pickets(?:\/[^/]+)?\.(?:ics|atom|json)$|\/updates\.atom$/, profile: "machine", anyOrigin: true },
	// As long as the books are: written as they are read, with bounded memory.
	{ address: /^\/fund\/[^/]+\/ledger\.(?:csv|json)$/, profile: "machine", anyOrigin: true, unstored: true },
	{ address: /^\/oembed$|^\/fund\/verify-ledger\.mjs$/, profile: "machine", anyOrigin: true },
	{ address: /\.(?:json|csv|ics|atom|xml)$/, profile: "machine" },
	{ address: /^\/$|^\/(?:petitions|pickets|q)\/[^/]+$/, profile: "public", vary: "Accept-Language" },
];

const unlisted: Row = { address: /^/, profile: "public" };

function rowOf({ method, pathname, status }: Pick<Answered, "method" | "pathname" | "status">): Row {
	const plain = plainPath(pathname);
	const row = rows.find(({ address }) => address.test(plain)) ?? unlisted;
	// The answer to one person's post, or a refusal, is theirs alone; the path's own rules still hold.
	const alone = status >= 400 || status === 303 || method === "POST";
	return alone && row.profile !== "organise"
		? { ...row, profile: "personal", anyOrigin: undefined, vary: undefined }
		: row;
}

/** The profile of an answer. What is `public`, `embed` or `machine` is the same for all readers and may be kept. */
export function profileOf(answered: Pick<Answered, "method" | "pathname" | "status">): ProfileName {
	return rowOf(answered).profile;
}

/** Whether a page at an address, once found, is the same for all readers, whatever else they send. */
export function isForAll(pathname: string): boolean {
	const { profile, vary, unstored } = rowOf({ method: "GET", pathname, status: 200 });
	if (vary !== undefined || unstored) return false;
	return profile === "public" || profile === "embed" || profile === "machine";
}

/** All headers that an answer's address, status and site settle; an answer adds its type and its length. */
export function headersFor(answered: Answered, site: Answering): Record<string, string> {
	const row = rowOf(answered);
	const { csp, cache, resource, noindex } = profiles[row.profile];
	const scripts: Csp = row.profile === "organise" ? { "script-src": `'self' 'nonce-${answered.nonce}'` } : {};
	const leads = row.pays ? site.checkoutOrigin : row.manages && portalOrigin(site.checkoutOrigin);
	const forms: Csp = leads ? { "form-action": `${csp["form-action"]} ${leads}` } : {};
	const headers: Record<string, string> = {
		"Cache-Control": cache,
		"Content-Security-Policy": cspText({ ...csp, ...scripts, ...forms }),
		"Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": resource,
		"Permissions-Policy": permissions,
		"Referrer-Policy": row.token === true ? "no-referrer" : (row.token ?? "same-origin"),
		"X-Content-Type-Options": "nosniff",
	};
	if (noindex || row.noindex) headers["X-Robots-Tag"] = "noindex";
	if (row.anyOrigin) headers["Access-Control-Allow-Origin"] = "*";
	if (row.vary) headers.Vary = row.vary;
	if (site.secure && !site.onion) headers["Strict-Transport-Security"] = "max-age=31536000";
	if (site.onionHost && !site.onion && answered.html && row.profile === "public")
		headers["Onion-Location"] = `http://${site.onionHost}${answered.pathname}${answered.search}`;
	return headers;
}

/** Where a giver's own page at Stripe is: beside the page for paying in a sandbox. @param checkoutOrigin undefined without Stripe */
export function portalOrigin(checkoutOrigin: string | undefined): string | undefined {
	return checkoutOrigin === "https://checkout.stripe.com" ? "https://billing.stripe.com" : checkoutOrigin;
}

function cspText(csp: Csp): string {
	return Object.entries(csp)
		.map(([directive, sources]) => `${directive} ${sources}`.trim())
		.join("; ");
}

// Names that Chromium and Firefox know; others only fill the console with warnings.
const permissions = [
	"accelerometer",
	"autoplay",
	"browsing-topics",
	"camera",
	"display-capture",
	"fullscreen",
	"geolocation",
	"gyroscope",
	"hid",
	"idle-detection",
	"local-fonts",
	"magnetometer",
	"microphone",
	"midi",
	"payment",
	"picture-in-picture",
	"publickey-credentials-get",
	"screen-wake-lock",
	"serial",
	"storage-access",
	"usb",
	"xr-spatial-tracking",
]
	.map((feature) => `${feature}=()`)
	.join(", ");
