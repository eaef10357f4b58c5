import { isCrossSite, isUnproven } from "./cross-site.ts";
import { type PageAddress, pageAddress } from "./page-address.ts";
import { type PostRule, postRule, takesType } from "./post-rules.ts";
import { ownOrigins, type Site, type SiteSettings, siteOf } from "./site.ts";
import { isOrganise, publicSearch, readTarget, type Target } from "./target.ts";

/** A request's head, as it was sent. */
export interface Head {
	method: string | undefined;
	target: string | undefined;
	/** Every Host header. */
	hosts: readonly string[];
	/** Other headers by lower-case name; repeated ones joined by commas. */
	header(name: string): string | undefined;
}

/** A request whose head is in order. */
export interface Admitted extends Target {
	method: "GET" | "HEAD" | "POST";
	site: Site;
	/** Of a GET and a HEAD: the page's, whether or not there is one. */
	page?: PageAddress;
	/** Of a post. */
	rule?: PostRule;
}

/** A request that goes no further, and as much of its address as could be read. */
export interface Refusal {
	refused: number;
	pathname: string;
	search: string;
	onion: boolean;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
}

/** The methods of the whole site (decision 12). */
export const methods = ["GET", "HEAD", "POST"] as const;

/** Looks at a request's head alone (decisions 12, 13, 29): pure, and before a byte of the body is read. */
export function admit(head: Head, settings: SiteSettings): Admitted | Refusal {
	const target = readTarget(head.target ?? "");
	const site = siteOf(head.hosts, settings);
	const refuse = (refused: number, headers: Refusal["headers"] = {}): Refusal => ({
		refused,
		pathname: target?.pathname ?? "/",
		search: "",
		onion: typeof site === "object" && site.onion,
		headers,
	});
	const method = methods.find((name) => name === head.method);
	if (!method) return refuse(405, { allow: methods.join(", ") });
	if (typeof site === "number") return refuse(site);
	if (!target) return refuse(400);
	const organise = isOrganise(target.pathname);
	if (!organise && /\.data$/i.test(target.pathname)) return refuse(404);
	const search = organise ? target.search : publicSearch(target.search);
	const admitted: Admitted = { method, site, pathname: target.pathname, search };
	if (method !== "POST") return { ...admitted, page: pageAddress(admitted) };

	const provenance = { origin: head.header("origin"), fetchSite: head.header("sec-fetch-site") };
	if (organise ? isUnproven(provenance, site.origin) : isCrossSite(provenance, ownOrigins(site, settings)))
		return refuse(403);
	const rule = postRule(target.pathname);
	const coding = head.header("content-encoding");
	// RFC 9110 §15.5.16: say that it was the coding, not the type.
	if (coding && coding.toLowerCase() !== "identity") return refuse(415, { "accept-encoding": "identity" });
	if (!takesType(rule, head.header("content-type"))) return refuse(415);
	if (Number(head.header("content-length") ?? 0) > rule.limit) return refuse(413);
	return { ...admitted, rule };
}
