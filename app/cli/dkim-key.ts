import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SettingError, type Settings } from "../env.server.ts";

/** RFC 8301 §3.2. */
const SHORTEST_RSA = 2048;

/** The key that signs mail, and the name under which its public half is published. */
export interface DkimKey {
	key: KeyObject;
	selector: string;
}

/**
 * Reads DKIM_KEY_FILE once; undefined where there is none.
 * @throws SettingError in one line when it cannot be read, or is no RSA key of 2048 bits or Ed25519 key
 */
export async function readDkimKey({ DKIM_KEY_FILE, DKIM_SELECTOR }: Settings): Promise<DkimKey | undefined> {
	if (!DKIM_KEY_FILE || !DKIM_SELECTOR) return undefined;
	const pem = await readFile(DKIM_KEY_FILE).catch(() => {
		throw new SettingError("DKIM_KEY_FILE cannot be read: the file is missing or not for this user");
	});
	const key = keyIn(pem);
	if (!key || !isFit(key) || !signs(key))
		throw new SettingError(
			"DKIM_KEY_FILE is no private key to sign with: openssl genrsa -out FILE 2048, or openssl genpkey -algorithm ed25519",
		);
	return { key, selector: DKIM_SELECTOR };
}

function keyIn(pem: Buffer): KeyObject | null {
	try {
		return createPrivateKey(pem);
	} catch {
		return null;
	}
}

function isFit({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
	if (asymmetricKeyType === "ed25519") return true;
	return asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_RSA;
}

/** Signs a word: what cannot would leave every mail waiting. */
function signs(key: KeyObject): boolean {
	try {
		sign(key.asymmetricKeyType === "rsa" ? "sha256" : null, Buffer.from("probe"), key);
		return true;
	} catch {
		return false;
	}
}
