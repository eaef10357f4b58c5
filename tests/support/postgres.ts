import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** A superuser's address on the run's server: its database is migrated and empty, to be copied and not touched. */
		templateUrl: string;
	}
}

/** Vitest's global set-up: one Postgres a run, in a folder of its own. */
export default async function setUp(project: TestProject) {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-tests-"));
	// What the tests write need not outlive the machine. Each test file may hold several pools.
	const postgres = await startEmbedded(dir, { fsync: "off", full_page_writes: "off", max_connections: "300" });
	await migrate(postgres.url);
	project.provide("templateUrl", postgres.url);
	return async () => {
		await postgres.stop();
		await rm(dir, { recursive: true, force: true });
	};
}
