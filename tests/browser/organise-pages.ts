import { sql } from "kysely";
import { access } from "#app/organise/access.ts";
import type { Db } from "#db/client.ts";

/**
 * What stands in an address for each of its places, by the address as app/organise/access.ts writes it; null for what is
 * no page: a download, a picture, a verb. `:slug` is the sample campaign.
 */
const examples: Readonly<Record<string, readonly string[] | null>> = {
	organise: [""],
	"organise/approvals": [""],
	"organise/approvals/refusals": null,
	"organise/audit": [""],
	"organise/audit/lines": null,
	"organise/campaigns/:slug": [""],
	"organise/campaigns/:slug/answers": [""],
	"organise/campaigns/:slug/endorsements": [""],
	"organise/campaigns/:slug/endorsements/:endorsement": null,
	"organise/campaigns/:slug/endorsements/import": [""],
	"organise/campaigns/:slug/endorsements/new": [""],
	"organise/campaigns/:slug/fund": [""],
	"organise/campaigns/:slug/fund/account": [""],
	"organise/campaigns/:slug/fund/gifts": [""],
	// Nobody has given yet: tests/stories/stripe-webhook.test.ts opens one.
	"organise/campaigns/:slug/fund/gifts/:gift": null,
	"organise/campaigns/:slug/fund/amounts": [""],
	"organise/campaigns/:slug/fund/aid": [""],
	"organise/campaigns/:slug/fund/aid/new": [""],
	"organise/campaigns/:slug/fund/aid/people": [""],
	"organise/campaigns/:slug/fund/aid/people/new": [""],
	"organise/campaigns/:slug/fund/aid/rules": [""],
	// The story of money out enters somebody and asks for help.
	"organise/campaigns/:slug/fund/aid/:request": null,
	"organise/campaigns/:slug/fund/aid/:request/receipt": null,
	"organise/campaigns/:slug/fund/aid/:request/receipt/file": null,
	"organise/campaigns/:slug/fund/aid/people/:person": null,
	"organise/campaigns/:slug/fund/aid/people/:person/checks": null,
	"organise/campaigns/:slug/fund/bank": [""],
	// The treasurer's alone: tests/stories/fund-bank-desk.test.ts.
	"organise/campaigns/:slug/fund/bank/statement": null,
	"organise/campaigns/:slug/fund/cash": [""],
	"organise/campaigns/:slug/fund/held": [""],
	"organise/campaigns/:slug/lines": [""],
	"organise/campaigns/:slug/mailings": [""],
	// The story of the mail desk makes one.
	"organise/campaigns/:slug/mailings/:mailing": null,
	"organise/campaigns/:slug/mailings/:mailing/send": null,
	"organise/campaigns/:slug/mailings/:mailing/shown/:locale": null,
	"organise/campaigns/:slug/names": [""],
	"organise/campaigns/:slug/opening": [""],
	"organise/campaigns/:slug/paper": [""],
	// Paper, in the look of the public form: the browser's story of it prints one.
	"organise/campaigns/:slug/paper/:batch": null,
	"organise/campaigns/:slug/people": [""],
	"organise/campaigns/:slug/petitions/:petition": ["zhanaozen"],
	"organise/campaigns/:slug/petitions/:petition/closing": ["zhanaozen/closing"],
	"organise/campaigns/:slug/petitions/:petition/closing/photo": ["zhanaozen/closing/photo"],
	"organise/campaigns/:slug/petitions/:petition/hand-in": ["zhanaozen/hand-in"],
	"organise/campaigns/:slug/petitions/:petition/hand-in/files": null,
	"organise/campaigns/:slug/photos": [""],
	"organise/campaigns/:slug/photos/:photo": null,
	"organise/campaigns/:slug/pickets": [""],
	"organise/campaigns/:slug/previews": [""],
	"organise/campaigns/:slug/previews/:page": ["campaign", "petition?petition=zhanaozen", "fund", "pickets"],
	"organise/campaigns/:slug/queue": [""],
	"organise/campaigns/:slug/queue/:item": ["ITEM"],
	"organise/campaigns/:slug/shown": [""],
	"organise/campaigns/:slug/sources": [""],
	"organise/campaigns/:slug/texts": [""],
	"organise/campaigns/:slug/texts.zip": null,
	"organise/campaigns/:slug/texts/:locale/*": ["en/campaign", "ru/memorial", "kk/petitions/zhanaozen"],
	"organise/campaigns/:slug/texts/:locale/versions/*": ["en/versions/campaign"],
	"organise/campaigns/:slug/texts/sources": [""],
	"organise/campaigns/new": [""],
	// Whoever is signed in has used theirs: the story of the invitation looks at it.
	"organise/links/:token": null,
	"organise/lock": [""],
	"organise/me": [""],
	"organise/sign-in": [""],
	"organise/sign-out": null,
	"organise/step-up": [""],
};

/** Addresses that stand in the table of who may see what and have no example here, or the other way round. */
export const unlisted: readonly string[] = [
	...Object.keys(access).filter((address) => !Object.hasOwn(examples, address)),
	...Object.keys(examples).filter((address) => !Object.hasOwn(access, address)),
];

/** Every page of the desk, as the administrator of the sample campaign opens it. */
export const deskPages: readonly string[] = Object.entries(examples).flatMap(([address, filled]) =>
	(filled ?? []).map((example) => `/${filledIn(address, example)}`),
);

function filledIn(address: string, example: string): string {
	const [begin = ""] = address.replace(":slug", "zhanaozen").split(/\/?[:*]/);
	return example ? `${begin}/${example}` : begin;
}

/** Puts a reader's report into the queue, and gives its item's id: `ITEM` of the pages. */
export async function anItem(db: Db): Promise<string> {
	const { rows } = await sql<{ id: string }>`
		select id from review_items where kind = 'report' and state <> 'decided' order by id limit 1`.execute(db);
	if (!rows[0]) throw new Error("no report waits");
	return rows[0].id;
}
