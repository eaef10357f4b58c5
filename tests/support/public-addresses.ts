import { sitePages } from "#app/ui/site-pages.ts";

/** Of the pages that everybody can reach those that nobody is to come upon by searching. */
export const unfoundAddresses = [
	"/petitions/zhanaozen/signatories",
	"/petitions/zhanaozen/lines",
	"/fund/zhanaozen/organisations",
] as const;

/** Every page of the demonstration that a reader of a language can reach, after the language. */
export const publicAddresses = [
	"",
	"/campaigns/zhanaozen",
	"/campaigns/zhanaozen/timeline",
	"/campaigns/zhanaozen/memorial",
	"/campaigns/zhanaozen/share",
	"/campaigns/zhanaozen/updates",
	"/campaigns/zhanaozen/updates/1",
	"/petitions/zhanaozen",
	"/petitions/zhanaozen/numbers",
	...unfoundAddresses,
	"/pickets",
	"/pickets/sample-london",
	"/pickets/sample-milan",
	"/pickets/sample-berlin",
	"/pickets/sample-online",
	"/fund/zhanaozen",
	"/fund/zhanaozen/ledger",
	...sitePages.map((page) => `/${page}`),
] as const;

/** Pages that are one person's, and what stands in the place of a page. */
export const personalAddresses = [
	"/report/received",
	"/contact/received",
	"/petitions/zhanaozen/check-your-email",
	"/petitions/zhanaozen/thank-you",
	"/petitions/zhanaozen/thank-you/quiet",
	"/fund/zhanaozen/thank-you",
	"/my",
	"/my/check-your-email",
	"/my/none",
	"/confirm/none",
	"/withdraw/none",
	"/mail/none",
	"/nowhere",
] as const;
