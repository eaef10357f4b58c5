import { plainPath } from "./target.ts";

interface Row {
	address: RegExp;
	/** What each name may have as a value; another value is as good as none. */
	names: Readonly<Record<string, RegExp>>;
}

// Of the years in which anything takes place: Postgres knows no year 0.
const day = /^(?:20[1-9]\d|2100)-\d\d-\d\d$/;

/**
 * Which names of a query a page reads (decision 17): what is not declared here never reaches a page that is kept.
 * A page that begins to read its query gets its row here.
 */
const rows: readonly Row[] = [
	{
		address: /^\/[a-z]{2}\/pickets$/,
		names: {
			city: /^\d{1,8}$/,
			country: /^[A-Z]{2}$/,
			from: day,
			language: /^[a-z]{2,3}$/,
			// A city's number, or what a person types, which is answered by a redirect to its number where it means one.
			near: /^[\p{L}\p{N} ][\p{L}\p{M}\p{N} .,’'()-]{0,59}$/u,
			page: /^(?:[2-9]|[1-9]\d{1,2})$/,
			to: day,
		},
	},
	{ address: /^\/pickets\.(?:ics|atom|json)$/, names: { country: /^[A-Z]{2}$/, l: /^[a-z]{2}$/ } },
	{ address: /^\/pickets\/[^/]+\.ics$/, names: { l: /^[a-z]{2}$/ } },
	{ address: /^\/embed\/petitions\/[^/]+$/, names: { l: /^[a-z]{2}$/, source: /^[a-z0-9-]{1,40}$/ } },
	{ address: /^\/embed\/pickets$/, names: { country: /^[A-Z]{2}$/, l: /^[a-z]{2}$/ } },
	{ address: /^\/petitions\/[^/]+\/badge\.svg$/, names: { l: /^[a-z]{2}$/ } },
	{
		address: /^\/oembed$/,
		names: { format: /^[a-z]{1,10}$/, maxheight: /^\d{1,5}$/, maxwidth: /^\d{1,5}$/, url: /^https?:\/\/[^\s]{1,300}$/ },
	},
	// Where the reader comes from, for the form's hidden field (decision 11).
	{ address: /^\/[a-z]{2}\/petitions\/[^/]+$/, names: { source: /^[a-z0-9-]{1,40}$/ } },
	{ address: /^\/[a-z]{2}\/petitions\/[^/]+\/organisations$/, names: { page: /^(?:[2-9]|[1-9]\d{1,2})$/ } },
	// The pages of a long list.
	{ address: /^\/[a-z]{2}\/petitions\/[^/]+\/(?:signatories|lines)$/, names: { page: /^(?:[2-9]|[1-9]\d{1,3})$/ } },
	{
		address: /^\/[a-z]{2}\/fund\/[^/]+$/,
		names: {
			// What whoever comes back from the page for paying had said, but for who they are.
			amount: /^\d{1,8}(?:\.\d{1,3})?$/,
			back: /^1$/,
			currency: /^[A-Z]{3}$/,
			frequency: /^(?:once|monthly)$/,
		},
	},
	// A Checkout Session of Stripe's, which puts it into the address itself.
	{ address: /^\/[a-z]{2}\/fund\/[^/]+\/thank-you$/, names: { session: /^cs_\w{1,200}$/ } },
	{ address: /^\/[a-z]{2}\/fund\/[^/]+\/ledger$/, names: { page: /^(?:[2-9]|[1-9]\d{1,4})$/ } },
	// Which page a report is about.
	{ address: /^\/[a-z]{2}\/report$/, names: { page: /^(?:campaigns|petitions|pickets)\/[a-z0-9/-]{1,100}$/ } },
];

/**
 * What of a query the page at an address reads, in one order whatever the order it came in: of each declared name
 * its first value.
 * @returns empty, or from its `?` on
 */
export function declaredQuery(pathname: string, search: string): string {
	if (search === "") return "";
	const plain = plainPath(pathname);
	const names = rows.find(({ address }) => address.test(plain))?.names ?? {};
	const asked = new URLSearchParams(search);
	const read = Object.keys(names)
		.sort()
		.map((name) => [name, asked.get(name) ?? ""] as const)
		.filter(([name, value]) => names[name]?.test(value));
	return read.length > 0 ? `?${new URLSearchParams(read.map(([name, value]) => [name, value]))}` : "";
}
