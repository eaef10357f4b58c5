import { listOrganisers } from "#app/organise/sign-in/list-organisers.server.ts";
import type { Settings } from "../env.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

/** `organiser list`: names and roles; no address leaves its seal. */
export async function run(args: string[], settings: Settings): Promise<void> {
	readArguments("organiser list", args, { words: 0 });
	await withDatabase(settings, async (db) => {
		const organisers = await listOrganisers(db, readKeyRing(settings.SECRET_KEYS));
		const lines = organisers.map(({ id, state, name, roles }) => [id, state, name || "-", ...roles].join("  "));
		process.stdout.write(lines.length > 0 ? `${lines.join("\n")}\n` : "nobody yet: organiser invite\n");
	});
}
