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
		summary: "Bring a campaign in from a folder of content, its forms closed",
		parameters: "DIR",
		load: () => import("./import-campaign.ts"),
	},
	"petition open": {
		summary: "Open a petition's form when its checklist is complete",
		parameters: "SLUG",
		load: () => import("./open-petition.ts"),
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
