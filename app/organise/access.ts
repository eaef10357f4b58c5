/** What an organiser is in a campaign. The order is that in which pages list them. */
export const roles = [
	"administrator",
	"moderator",
	"writer",
	"translator",
	"treasurer",
	"committee",
	"auditor",
] as const;
export type Role = (typeof roles)[number];

/**
 * Who a page is for. A list of roles means: in the campaign of the address, or, where the address names none, in any
 * campaign. `any role` is a role, whichever.
 */
export type Who = "anyone" | "signed in" | "any role" | readonly Role[];

/** One address's row. */
export interface Access {
	see: Who;
	/** Who may post; nobody where it is absent. */
	act?: Who;
	/** A post needs a second factor given no more than ten minutes ago. */
	stepUp?: true;
	/** Answers while all sessions are locked. */
	whileLocked?: true;
}

const moderators: readonly Role[] = ["moderator", "administrator"];
const payers: readonly Role[] = ["treasurer", "committee"];
const keepers: readonly Role[] = ["treasurer", "committee", "administrator"];

// Whom the fund helps: each look at a name is a post too, with a second factor and a reason.
const aid: Readonly<Record<string, Access>> = {
	"organise/campaigns/:slug/fund/aid": { see: [...payers, "auditor"] },
	"organise/campaigns/:slug/fund/aid/rules": { see: payers, act: payers, stepUp: true },
	"organise/campaigns/:slug/fund/aid/new": { see: payers, act: payers, stepUp: true },
	"organise/campaigns/:slug/fund/aid/people": { see: payers },
	"organise/campaigns/:slug/fund/aid/people/new": { see: payers, act: payers, stepUp: true },
	"organise/campaigns/:slug/fund/aid/people/:person": { see: payers, act: payers, stepUp: true },
	"organise/campaigns/:slug/fund/aid/people/:person/checks": { see: payers, act: payers, stepUp: true },
	"organise/campaigns/:slug/fund/aid/:request": { see: payers, act: payers, stepUp: true },
	"organise/campaigns/:slug/fund/aid/:request/receipt": { see: payers, act: payers, stepUp: true },
	"organise/campaigns/:slug/fund/aid/:request/receipt/file": { see: payers, act: payers, stepUp: true },
};

/**
 * Who may see and do what under /organise, by the address as app/routes.ts writes it. The guard answers nothing that
 * has no row here; tests/rules/access.test.ts compares both tables.
 */
export const access: Readonly<Record<string, Access>> = {
	"organise/sign-in": { see: "anyone", act: "anyone", whileLocked: true },
	"organise/sign-out": { see: "signed in", act: "signed in", whileLocked: true },
	"organise/links/:token": { see: "anyone", act: "anyone", whileLocked: true },
	"organise/me": { see: "signed in", act: "signed in", whileLocked: true },
	"organise/campaigns/new": { see: ["administrator"], act: ["administrator"] },
	"organise/step-up": { see: "signed in", act: "signed in", whileLocked: true },
	"organise/lock": { see: "any role", act: "any role", whileLocked: true },
	"organise/approvals": { see: "any role", act: "any role", stepUp: true },
	// The lifting of a lock can be refused too.
	"organise/approvals/refusals": { see: "any role", act: "any role", whileLocked: true },
	"organise/audit": { see: ["auditor", "administrator"] },
	"organise/audit/lines": { see: ["auditor", "administrator"], act: ["auditor", "administrator"], stepUp: true },
	// Whoever locked everybody out can be shut out, and nothing else is changed meanwhile.
	"organise/campaigns/:slug/people": {
		see: ["administrator", "auditor"],
		act: ["administrator"],
		stepUp: true,
		whileLocked: true,
	},
	organise: { see: "signed in" },
	"organise/campaigns/:slug": { see: "any role" },
	"organise/campaigns/:slug/opening": { see: "any role", act: ["administrator"] },
	// Who holds the money, and what givers are asked for.
	"organise/campaigns/:slug/fund": {
		see: ["administrator", "treasurer", "auditor"],
		act: ["administrator", "treasurer"],
		stepUp: true,
	},
	"organise/campaigns/:slug/fund/amounts": {
		see: ["administrator", "treasurer", "auditor"],
		act: ["administrator", "treasurer"],
		stepUp: true,
	},
	"organise/campaigns/:slug/fund/account": {
		see: ["administrator", "treasurer"],
		act: ["administrator", "treasurer"],
		stepUp: true,
	},
	...aid,
	// Whoever may agree to what a line was can look at it; what payers wrote the treasurer alone opens.
	"organise/campaigns/:slug/fund/bank": { see: keepers, act: ["treasurer"], stepUp: true },
	"organise/campaigns/:slug/fund/bank/statement": { see: ["treasurer"], act: ["treasurer"], stepUp: true },
	"organise/campaigns/:slug/fund/cash": { see: keepers, act: keepers, stepUp: true },
	"organise/campaigns/:slug/fund/held": { see: keepers, act: keepers, stepUp: true },
	// What money was is said, and money goes back.
	"organise/campaigns/:slug/fund/gifts": {
		see: ["treasurer", "committee", "administrator", "auditor"],
		act: ["treasurer"],
		stepUp: true,
	},
	"organise/campaigns/:slug/fund/gifts/:gift": {
		see: ["treasurer", "committee", "administrator", "auditor"],
		act: ["treasurer"],
		stepUp: true,
	},
	"organise/campaigns/:slug/previews": { see: ["administrator", "writer"], act: ["administrator", "writer"] },
	"organise/campaigns/:slug/previews/:page": { see: "any role" },
	"organise/campaigns/:slug/queue": { see: moderators, act: moderators },
	"organise/campaigns/:slug/queue/:item": { see: moderators, act: moderators },
	"organise/campaigns/:slug/photos": { see: moderators, act: moderators },
	"organise/campaigns/:slug/photos/:photo": { see: moderators },
	"organise/campaigns/:slug/shown": { see: moderators, act: moderators },
	"organise/campaigns/:slug/answers": { see: moderators, act: ["administrator"] },
	"organise/campaigns/:slug/pickets": { see: moderators, act: moderators },
	"organise/campaigns/:slug/paper": { see: moderators, act: moderators },
	"organise/campaigns/:slug/paper/:batch": { see: moderators },
	"organise/campaigns/:slug/sources": {
		see: ["administrator", "moderator", "writer"],
		act: ["administrator", "moderator", "writer"],
	},
	"organise/campaigns/:slug/lines": { see: moderators, act: moderators },
	"organise/campaigns/:slug/names": { see: moderators, act: moderators },
	"organise/campaigns/:slug/endorsements": { see: moderators },
	"organise/campaigns/:slug/endorsements/new": { see: moderators, act: moderators },
	"organise/campaigns/:slug/endorsements/import": { see: moderators, act: moderators },
	"organise/campaigns/:slug/endorsements/:endorsement": { see: moderators, act: moderators },
	"organise/campaigns/:slug/petitions/:petition": { see: moderators, act: moderators },
	"organise/campaigns/:slug/petitions/:petition/hand-in": { see: ["administrator", "auditor"] },
	"organise/campaigns/:slug/petitions/:petition/closing/photo": {
		see: ["administrator"],
		act: ["administrator"],
		stepUp: true,
	},
	"organise/campaigns/:slug/petitions/:petition/closing": {
		see: ["administrator"],
		act: ["administrator"],
		stepUp: true,
	},
	// The names themselves: to the two who agreed, and nobody else of these.
	"organise/campaigns/:slug/petitions/:petition/hand-in/files": {
		see: ["administrator", "auditor"],
		act: ["administrator", "auditor"],
		stepUp: true,
	},
	"organise/campaigns/:slug/mailings": {
		see: ["writer", "translator", "administrator"],
		act: ["writer", "administrator"],
	},
	"organise/campaigns/:slug/mailings/:mailing": {
		see: ["writer", "translator", "administrator"],
		act: ["writer", "administrator"],
	},
	"organise/campaigns/:slug/mailings/:mailing/shown/:locale": { see: ["writer", "translator", "administrator"] },
	// Mass mail: with a second factor, and then agreed to by a second organiser.
	"organise/campaigns/:slug/mailings/:mailing/send": { see: ["administrator"], act: ["administrator"], stepUp: true },
	"organise/campaigns/:slug/texts": { see: ["writer", "translator", "administrator"], act: ["writer"] },
	"organise/campaigns/:slug/texts.zip": { see: ["writer", "translator", "administrator"] },
	"organise/campaigns/:slug/texts/sources": { see: ["writer", "translator", "administrator"], act: ["writer"] },
	"organise/campaigns/:slug/texts/:locale/versions/*": {
		see: ["writer", "translator", "administrator"],
		act: ["writer", "translator"],
	},
	"organise/campaigns/:slug/texts/:locale/*": {
		see: ["writer", "translator", "administrator"],
		act: ["writer", "translator"],
	},
};

/** What the table needs to know of whoever asks. */
export interface Asker {
	steppedUp: boolean;
	/** By slug. */
	campaigns: ReadonlyMap<string, { roles: ReadonlySet<Role> }>;
}

/** One request, as the table sees it. */
export interface Asked {
	/** Undefined where the address has none. */
	row: Access | undefined;
	post: boolean;
	/** The campaign that the address names. */
	slug?: string;
	/** All sessions are locked. */
	locked: boolean;
}

/** Whether a request is answered, and if not, what is said instead. */
export type Verdict = "yes" | "nothing here" | "sign in" | "not yours" | "no post" | "locked" | "step up";

/**
 * Decides about one request. Who is no member of a campaign hears the same as where there is none.
 * @param asker null for who is not signed in
 */
export function mayAnswer({ row, post, slug, locked }: Asked, asker: Asker | null): Verdict {
	if (!row) return "nothing here";
	const who = post ? row.act : row.see;
	if (who === "anyone") return "yes";
	if (!asker) return "sign in";
	if (slug !== undefined && !asker.campaigns.has(slug)) return "nothing here";
	if (!isAmong(row.see, asker, slug)) return "not yours";
	if (!who) return "no post";
	if (!isAmong(who, asker, slug)) return "not yours";
	if (locked && !row.whileLocked) return "locked";
	return post && row.stepUp && !asker.steppedUp ? "step up" : "yes";
}

/** Whether an organiser is one of those a page is for. */
export function isAmong(who: Who, { campaigns }: Pick<Asker, "campaigns">, slug?: string): boolean {
	if (who === "anyone" || who === "signed in") return true;
	const where = slug === undefined ? [...campaigns.values()] : [campaigns.get(slug)];
	return where.some((campaign) => {
		if (!campaign) return false;
		return who === "any role" ? campaign.roles.size > 0 : who.some((role) => campaign.roles.has(role));
	});
}
