import type { Settings } from "../env.server.ts";

/** One command: a file that exports `run`. It returns when its work is done and its connections are closed. */
export interface Command {
	summary: string;
	/** What stands after the name, for `--help`. */
	parameters?: string;
	/** Loaded when it is called: a migration need not load the site. */
	load(): Promise<{ run(args: string[], settings: Settings): Promise<void> }>;
}

/** Every command by its name, of one word or two. */
export const commands: Record<string, Command> = {
	start: {
		summary: "Serve site and worker; bring Postgres along without DATABASE_URL",
		load: () => import("./start.ts"),
	},
	web: { summary: "Serve the site", load: () => import("./web.ts") },
	worker: { summary: "Send the mail", load: () => import("./worker.ts") },
	"campaign import": {
		summary: "Bring a campaign in from a folder of content, its forms closed, or its texts up to date",
		parameters: "DIR [--force]",
		load: () => import("./import-campaign.ts"),
	},
	"campaign export": {
		summary: "Write what readers see of a campaign as the folder of content that an import takes",
		parameters: "DIR [--campaign SLUG]",
		load: () => import("./export-campaign.ts"),
	},
	"petition open": {
		summary: "Open a petition's form when its checklist is complete",
		parameters: "SLUG",
		load: () => import("./open-petition.ts"),
	},
	"petition export": {
		summary: "Write the files of a list that two organisers froze; the same list gives the same bytes",
		parameters: "SLUG --out DIR [--list N] [--addressee N] [--format pdf|csv|json|all] [--language L] [--sealed]",
		load: () => import("./export-petition.ts"),
	},
	"places import": {
		summary: "Bring the list of embassies and companies up to date",
		parameters: "[FILE]",
		load: () => import("./import-places.ts"),
	},
	retime: {
		summary: "Compute when pickets begin anew, by the zone data of this Node",
		load: () => import("./retime.ts"),
	},
	"counts verify": {
		summary: "Compare every published number with its signatures",
		load: () => import("./verify-counts.ts"),
	},
	"retention run": {
		summary: "End what is past its days now instead of at night",
		parameters: "[--dry-run]",
		load: () => import("./run-retention.ts"),
	},
	"erasures export": {
		summary: "Write which rows were erased, and nothing of anybody: kept beside the backups",
		parameters: "FILE",
		load: () => import("./export-erasures.ts"),
	},
	"erasures apply": {
		summary: "Erase in a restored copy what was erased since it was made, so that nobody comes back",
		parameters: "FILE",
		load: () => import("./apply-erasures.ts"),
	},
	"block add": {
		summary: "Quarantine a network's posts; send a domain or an address no mail",
		parameters: "network|domain|address VALUE --reason TEXT [--until DAY]",
		load: () => import("./add-block.ts"),
	},
	"block list": { summary: "What is blocked, why and until when", load: () => import("./list-blocks.ts") },
	"block remove": { summary: "End a block", parameters: "NUMBER", load: () => import("./remove-block.ts") },
	"petition trust-domain": {
		summary: "Count a domain's held signatures, and never hold it again",
		parameters: "SLUG DOMAIN",
		load: () => import("./trust-domain.ts"),
	},
	"petition import-sheet": {
		summary: "Enter counted sheets of paper as first counts; --preview only says what would be",
		parameters: "SLUG FILE.csv [--preview]",
		load: () => import("./import-sheet.ts"),
	},
	"petition invalidate": {
		summary: "Take signatures out of the count by a rule; --preview only says how many",
		parameters: "SLUG --domain|from|to|country|locale|source|visibility|state … [--preview]",
		load: () => import("./invalidate.ts"),
	},
	"petition invalidations": {
		summary: "What was taken out by rule",
		parameters: "SLUG",
		load: () => import("./list-invalidations.ts"),
	},
	"petition resume-invalidation": {
		summary: "Do what was previewed, or go on with what was interrupted",
		parameters: "NUMBER",
		load: () => import("./resume-invalidation.ts"),
	},
	"petition cancel-invalidation": {
		summary: "End an invalidation that runs",
		parameters: "NUMBER",
		load: () => import("./cancel-invalidation.ts"),
	},
	"petition undo-invalidation": {
		summary: "Bring back exactly what an invalidation took out",
		parameters: "NUMBER",
		load: () => import("./undo-invalidation.ts"),
	},
	"organiser invite": {
		summary: "Give somebody a role in a campaign; who has not come in yet gets a link by mail",
		parameters: "EMAIL --campaign SLUG --role ROLE [--language en|ru|kk]",
		load: () => import("./invite-organiser.ts"),
	},
	"organiser list": { summary: "Who organises, and as what", load: () => import("./list-organisers.ts") },
	"organiser break-glass": {
		summary: "Let somebody back in who lost password or second factor: all are told, it takes 24 hours",
		parameters: "EMAIL",
		load: () => import("./break-glass.ts"),
	},
	"organiser disable": {
		summary: "Shut somebody out of everything at once; all are told",
		parameters: "EMAIL",
		load: () => import("./disable-organiser.ts"),
	},
	"lock lift": {
		summary: "Lift a lock when the organisers cannot: who set it sets none for a day",
		parameters: "sessions|mail",
		load: () => import("./lift-lock.ts"),
	},
	"doctor mail": {
		summary: "Check SPF, DKIM, DMARC and the return path in DNS; say what to publish, and how to warm a new domain up",
		parameters: "[--mails NUMBER]",
		load: () => import("./doctor-mail.ts"),
	},
	"keys rotate": {
		summary: "Seal everything under the newest of SECRET_KEYS, while the site runs",
		parameters: "[--forget VERSION]",
		load: () => import("./rotate-keys.ts"),
	},
	"audit verify": {
		summary: "Recompute the audit log and name the first row that was changed",
		parameters: "[--head SEQ:HASH]",
		load: () => import("./audit-verify.ts"),
	},
	"audit head": {
		summary: "Print where the audit log ends: kept elsewhere, it shows later what was cut off",
		load: () => import("./audit-head.ts"),
	},
	"ledger verify": {
		summary: "Recompute a fund's books from every posting and name the first journal that was changed",
		parameters: "[--campaign SLUG] [--head N:HASH]",
		load: () => import("./verify-ledger.ts"),
	},
	"mailing status": {
		summary: "How far a mailing has come, at what rate, and what became of its mails",
		parameters: "ID",
		load: () => import("./mailing-status.ts"),
	},
	"mailing pause": {
		summary: "Stop a mailing: only what is at the sockets still goes out",
		parameters: "ID",
		load: () => import("./pause-mailing.ts"),
	},
	"mailing resume": {
		summary: "Let a paused mailing go on: exactly the rest",
		parameters: "ID",
		load: () => import("./resume-mailing.ts"),
	},
	"mailing cancel": {
		summary: "End a mailing for good: who has not got it does not",
		parameters: "ID",
		load: () => import("./cancel-mailing.ts"),
	},
	"mailing send-unknown": {
		summary: "Send again what nobody knows whether it arrived; some get it twice",
		parameters: "ID",
		load: () => import("./send-unknown.ts"),
	},
	"fund import-statement": {
		summary: "Bring a bank's camt.053 or CSV into the books, each line once",
		parameters: "SLUG FILE [--other-account]",
		load: () => import("./import-statement.ts"),
	},
	"fund export": {
		summary: "Write a whole fund, sealed to COMMITTEE_KEY: who gives, monthly gifts, every journal",
		parameters: "DIR [--campaign SLUG] [--in-clear]",
		load: () => import("./export-fund.ts"),
	},
	"fund restore": {
		summary: "Bring a fund back from its export, into an installation that has nothing of it",
		parameters: "DIR [--identity FILE] [--manifest SHA256]",
		load: () => import("./restore-fund.ts"),
	},
	migrate: { summary: "Bring the schema up to date", load: () => import("./migrate.ts") },
};

/** The list that `--help` prints. */
export function usage(): string {
	const lines = Object.entries(commands).map(
		([name, { summary, parameters = "" }]) => `  ${`${name} ${parameters}`.padEnd(34)} ${summary}`,
	);
	return ["npm run yntymaq -- COMMAND", "", ...lines, "", "COMMAND --help tells more. Settings: .env.example", ""].join(
		"\n",
	);
}
