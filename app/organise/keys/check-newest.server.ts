import { type KeyRing, KeyRingError } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { keyVersions } from "#db/key-versions.server.ts";

/**
 * Makes sure, before everything is sealed under the newest version, that the site has started with it: a process that
 * does not have it could open nothing afterwards.
 * @throws KeyRingError saying what to do first
 */
export async function checkNewest(db: Db, { newest }: KeyRing): Promise<void> {
	const known = (await keyVersions(db)).find(({ version }) => version === newest.version);
	if (!known?.proof.equals(newest.for("proof")))
		throw new KeyRingError(
			`nothing has started with version ${newest.version} first in SECRET_KEYS: restart web and worker with it, then rotate`,
		);
}
