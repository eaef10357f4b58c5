import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { readSettings } from "#app/env.server.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { createDatabase, withDatabase } from "./create-database.ts";
import { freshBuild } from "./product.ts";
import { scratchFolder } from "./scratch.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** A superuser's address on the run's server: its database is migrated and empty, to be copied and not touched. */
		templateUrl: string;
		/** The same with the demonstration loaded, and the SECRET_KEYS that its rows are sealed by. */
		demonstration: { templateUrl: string; secretKeys: string };
	}
}

/** Of more test files than this some ask for the build, and one that is made in a test's own time may make it late. */
const MANY = 20;

/** Vitest's global set-up: one Postgres a run, in a folder of its own; before a long run the build. */
export default async function setUp(project: TestProject) {
	if (project.vitest.state.getPaths().length > MANY) await freshBuild();
	const dir = await scratchFolder("yntymaq-tests-");
	// What the tests write need not outlive the machine. Each test file may hold several pools.
	const postgres = await startEmbedded(dir, { fsync: "off", full_page_writes: "off", max_connections: "300" });
	await migrate(postgres.url);
	project.provide("templateUrl", postgres.url);
	project.provide("demonstration", await demonstrate(postgres.url));
	return async () => {
		await postgres.stop();
		await rm(dir, { recursive: true, force: true });
	};
}

/** Loads the demonstration once for all who start from it. */
async function demonstrate(migrated: string) {
	const secretKeys = `1:${randomBytes(32).toString("base64")}`;
	const templateUrl = withDatabase(migrated, "demonstration");
	await createDatabase(templateUrl, migrated);
	await loadDemonstration(templateUrl, await readSettings({ SECRET_KEYS: secretKeys }));
	return { templateUrl, secretKeys };
}
