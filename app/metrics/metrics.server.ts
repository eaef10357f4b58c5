import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { ProfileName } from "#app/web/header-profiles.ts";
import { type Db, poolUse } from "#db/client.ts";
import { installationReader } from "./installation.server.ts";

/** What is counted, for Prometheus. No label holds a word of a person's, an address, a path or a network. */
export interface Metrics {
	/** Counts an answer. */
	answered(profile: ProfileName | "kept", status: number): void;
	/** Text of the exposition format 0.0.4, and its media type. */
	read(): Promise<{ text: string; type: string }>;
}

/**
 * Counts for one process that serves the site; what belongs to the installation it reads from Postgres, at most every ten
 * seconds, and leaves out while Postgres is away.
 */
export function openMetrics(db: Db): Metrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });
	const answers = new Counter({
		name: "yntymaq_http_answers_total",
		help: "Answers by header profile and class of status; profile kept: a page from memory.",
		labelNames: ["profile", "status"],
		registers,
	});
	new Gauge({
		name: "yntymaq_db_pool_connections",
		help: "Connections of this process's pool: in use, and how many statements wait for one.",
		labelNames: ["state"],
		registers,
		collect() {
			const { used, waiting } = poolUse(db);
			this.set({ state: "used" }, used);
			this.set({ state: "waiting" }, waiting);
		},
	});
	const readInstallation = installationReader(db, registers);
	return {
		answered: (profile, status) => answers.inc({ profile, status: `${Math.floor(status / 100)}xx` }),
		async read() {
			await readInstallation();
			return { text: await registry.metrics(), type: registry.contentType };
		},
	};
}
