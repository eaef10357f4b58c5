import { printLink, readHead } from "#app/organise/audit/head.server.ts";
import type { Settings } from "../env.server.ts";
import { withDatabase } from "./with-database.ts";

/** `audit head`: prints where the audit log ends, to be kept on paper or with somebody else. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	await withDatabase(settings, async (db) => {
		process.stdout.write(`${printLink(await readHead(db))}\n`);
	});
}
