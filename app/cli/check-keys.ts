import { connect, type Db } from "#db/client.ts";
import {
	addKeyVersion,
	forgetKeyVersion,
	keyVersions,
	linksOutUntil,
	versionsOfFingerprintKeys,
} from "#db/key-versions.server.ts";
import { isSealedUnder } from "#db/reseal.server.ts";
import { versionsInFile } from "../fund/paying/vault.server.ts";
import { type KeyRing, KeyRingError } from "../seal/key-ring.ts";

/**
 * Makes sure, before a process serves or works, that SECRET_KEYS opens what is sealed in the database and reads the links
 * of mails that are out, and notes the
 * version that it will seal under. Two short reads, but for the one start after a key was dropped.
 * @param keyFile where the beneficiaries' keys lie, which are sealed too
 * @throws KeyRingError naming the version that is missing or another, and what to do
 */
export async function checkKeys(databaseUrl: string, ring: KeyRing, keyFile?: string): Promise<void> {
	// Looking for what an old key has left reads whole tables.
	const db = connect(databaseUrl, { max: 1, statementTimeout: 600_000, onError: () => undefined });
	try {
		await refuseMissing(db, ring, keyFile);
		await addKeyVersion(db, { version: ring.newest.version, proof: ring.newest.for("proof") });
	} finally {
		await db.destroy();
	}
}

async function refuseMissing(db: Db, ring: KeyRing, keyFile: string | undefined) {
	const known = await keyVersions(db);
	for (const { version, proof } of known) {
		const listed = ring.all.find((key) => key.version === version);
		if (listed && !listed.for("proof").equals(proof))
			throw new KeyRingError(
				`SECRET_KEYS has another secret as version ${version} than the one in use: put that one back`,
			);
	}
	const isMissing = (version: number) => !ring.all.some((key) => key.version === version);
	for (const version of await versionsOfFingerprintKeys(db)) if (isMissing(version)) throw inUse(version);
	for (const { version } of known) {
		if (!isMissing(version)) continue;
		if ((await versionsInFile(keyFile)).has(version) || (await isSealedUnder(db, version))) throw inUse(version);
		const until = await linksOutUntil(db, version);
		if (until)
			throw new KeyRingError(
				`SECRET_KEYS lacks version ${version}, without which nobody can unsubscribe by mails that are out: put it back, after the newest, until ${until}, or give those links up by keys rotate --forget ${version}`,
			);
		await forgetKeyVersion(db, version);
	}
}

function inUse(version: number): KeyRingError {
	return new KeyRingError(
		`SECRET_KEYS lacks version ${version}, which is in use: put it back, run keys rotate, then remove it`,
	);
}
