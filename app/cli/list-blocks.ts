import { listBlocks } from "#app/petitions/abuse/blocks.server.ts";
import type { Settings } from "../env.server.ts";
import { withDatabase } from "./with-database.ts";

/** `block list`: what is blocked, why and until when. Of an address only that it is one. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	await withDatabase(settings, async (db) => {
		for (const { id, kind, about, reason, createdOn, expiresOn } of await listBlocks(db))
			process.stdout.write(
				`${[id, kind, about ?? "(not kept)", `since ${createdOn}`, expiresOn ? `until ${expiresOn}` : "for good", reason].join("  ")}\n`,
			);
	});
}
