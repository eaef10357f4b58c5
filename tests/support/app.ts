import { rm } from "node:fs/promises";
import { inject } from "vitest";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import type { Life } from "#app/cli/life.ts";
import { remixHandle, routesOf } from "#app/cli/remix-handle.ts";
import { serveSite } from "#app/cli/site.ts";
import { serveWorker } from "#app/cli/work.ts";
import { readSettings, type Settings } from "#app/env.server.ts";
import { logger } from "#app/log.ts";
import { startMailbox } from "#sandbox/mailbox/mailbox.ts";
import type { StripeSandbox } from "#sandbox/stripe/start.ts";
import { startCheckedSandbox } from "#tests/doubles/stripe/checked-sandbox.ts";
import { type Client, client } from "./client.ts";
import { demonstrationDatabase, type TestDatabase, testDatabase } from "./database.ts";
import { jobsAtRest } from "./jobs.ts";
import { builtAssets, builtRoutes } from "./product.ts";
import { scratchFolder } from "./scratch.ts";

/** The whole product on a database of its own: front door, the routes as built, worker, mailbox. */
export interface TestApp extends TestDatabase, Client {
	settings: Settings;
	/** Every line logged so far. */
	logged: string[];
	/** The payment sandbox, whose webhooks come to this site; on a public one that names no key of Stripe's none is asked. */
	sandbox: StripeSandbox;
	stop(): Promise<void>;
}

/**
 * @param environment settings that differ from the demonstration's defaults; no domain is held unless it says so, as
 *   the tests' people are all of example.org
 * @param existing a database that is there already and stays when the app stops
 * @param now the clock of people's dates
 * @param keepsPages as a built product does. Else a story that writes to the database itself would have to wait until the
 *   site has heard of it
 */
export async function startApp(
	environment: Record<string, string> = {},
	existing?: TestDatabase,
	now?: () => Date,
	{ keepsPages = false } = {},
): Promise<TestApp> {
	const dir = await scratchFolder("yntymaq-app-");
	const loaded = !existing && !environment.SECRET_KEYS;
	const database = existing ?? (await (loaded ? demonstrationDatabase() : testDatabase()));
	const settings = await readSettings({
		PORT: "0",
		DATA_DIR: dir,
		DOMAIN_HOLD_ABOVE: "100000",
		...(loaded && { SECRET_KEYS: inject("demonstration").secretKeys }),
		...environment,
	});
	const logged: string[] = [];
	const log = logger("debug", (line) => void logged.push(line));
	const ends: (() => Promise<unknown>)[] = [];
	const life: Life = { atEnd: (_stage, end) => void ends.unshift(end), goOn: () => undefined };

	// Compiled before anybody waits for a page, and Postgres for us.
	const routes = await builtRoutes();
	const mailbox = await startMailbox();
	life.atEnd("mailbox", () => mailbox.stop());
	const access = { secretKey: "sk_test_sandbox", webhookSecrets: ["whsec_sandboxsandbox"] };
	const sandbox = await startCheckedSandbox({ ...access, webhookSecret: access.webhookSecrets[0] ?? "" });
	life.atEnd("mailbox", () => sandbox.stop());
	const stripe = settings.demonstration ? { ...access, apiUrl: sandbox.url } : undefined;
	const ground = { settings, log, life, databaseUrl: database.url, mailbox, stripe };
	if (!loaded) await loadDemonstration(database.url, settings);
	await serveWorker(ground);
	await jobsAtRest(database);
	const origin = await serveSite(ground, {
		handle: remixHandle(routes, "production"),
		isRoute: keepsPages ? routesOf(routes) : undefined,
		assets: builtAssets,
		now,
	});
	if (stripe) sandbox.sendEventsTo(`${origin}/webhooks/stripe`);

	return {
		...database,
		settings,
		...client(origin),
		logged,
		sandbox,
		async stop() {
			for (const end of ends) await end();
			if (!existing) await database.drop();
			await rm(dir, { recursive: true, force: true });
		},
	};
}
