import * as build from "virtual:remix/server-build";
import type { Settings } from "../env.server.ts";
import { logger } from "../log.ts";
import { live } from "./life.ts";
import { builtAssets, remixHandle, routesOf } from "./remix-handle.ts";
import { sharedDatabase } from "./shared-database.ts";
import { serveSite } from "./site.ts";

/** `web`: the site alone, one of any number of processes on one Postgres. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	const log = logger(settings.LOG_LEVEL);
	await live(log, async (life) => {
		const ground = { settings, log, life, databaseUrl: sharedDatabase(settings) };
		const site = await serveSite(ground, {
			handle: remixHandle(build, "production"),
			isRoute: routesOf(build),
			assets: builtAssets,
		});
		process.stdout.write(`Yntymaq ${settings.version}, web: ${site}\n`);
	});
}
