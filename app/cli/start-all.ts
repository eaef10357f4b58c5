import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { startMailbox } from "#sandbox/mailbox/mailbox.ts";
import type { Settings } from "../env.server.ts";
import { logger } from "../log.ts";
import type { SampleLink } from "../organise/sign-in/samples.server.ts";
import { demonstrationLinks, loadDemonstration } from "./demonstration.ts";
import type { Ground } from "./ground.ts";
import { type Life, live } from "./life.ts";
import { startPaymentSandbox } from "./payment-sandbox.ts";
import { type Site, serveSite } from "./site.ts";
import { serveWorker } from "./work.ts";

/**
 * Starts Postgres where none is named, brings the schema up to date, and serves site and worker until told to end.
 */
export async function startAll(settings: Settings, site: Site): Promise<void> {
	const log = logger(settings.LOG_LEVEL);
	await live(log, async (life) => {
		const databaseUrl = await openDatabase(settings, life);
		life.goOn();
		const ground: Ground = { settings, log, life, databaseUrl };
		if (settings.demonstration && !settings.SMTP_URL) {
			const mailbox = await startMailbox();
			life.atEnd("mailbox", () => mailbox.stop());
			ground.mailbox = mailbox;
		}
		if (settings.demonstration) await loadDemonstration(databaseUrl, settings);
		const payments = await startPaymentSandbox(ground);
		// First what a person may have to mend: a port in use ends the start before any work is begun.
		const address = await serveSite(ground, site);
		life.goOn();
		await serveWorker(ground);
		payments?.sendEventsTo(`${address}/webhooks/stripe`);
		payments?.sendUndelivered();
		const organisers = settings.demonstration ? await demonstrationLinks(databaseUrl, settings) : [];
		process.stdout.write(greeting(address, settings, ground.mailbox !== undefined, organisers));
	});
}

async function openDatabase(settings: Settings, life: Life): Promise<string> {
	const { DATABASE_URL, DATABASE_OWNER_URL = DATABASE_URL } = settings;
	if (DATABASE_URL && DATABASE_OWNER_URL) {
		await migrate(DATABASE_OWNER_URL, DATABASE_URL);
		return DATABASE_URL;
	}
	const postgres = await startEmbedded(settings.DATA_DIR);
	life.atEnd("postgres", postgres.stop);
	life.goOn();
	await migrate(postgres.url);
	return postgres.url;
}

function greeting(
	site: string,
	{ version, demonstration }: Settings,
	mailbox: boolean,
	organisers: readonly SampleLink[],
): string {
	const lines = [
		`Yntymaq ${version}${demonstration ? ", demonstration: everything stays on this machine" : ""}`,
		`  site     ${site}`,
		...(mailbox ? [`  mailbox  ${site}/mailbox`] : []),
		...(organisers.length > 0 ? ["  organisers, each link once:"] : []),
		...organisers.map(({ name, token }) => `    ${name.padEnd(29)} ${site}/organise/links/${token}`),
		"  Ctrl-C stops it",
	];
	return `\n${lines.join("\n")}\n\n`;
}
