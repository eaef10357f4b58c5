import { randomBytes, randomUUID } from "node:crypto";
import { fingerprint, newFingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import { factColumns } from "../facts.server.ts";
import type { PicketFacts, PicketKind } from "../facts.ts";
import type { SealedHost } from "../hosting/host.server.ts";
import { linkToken } from "../link-token.server.ts";

/** What a picket that is called begins with. */
export interface NewPicket {
	campaignId: number;
	kind: PicketKind;
	facts: PicketFacts;
	/** The instants of the facts' times. */
	at: { startsAt: Date; endsAt: Date };
	host: SealedHost;
}

/**
 * The rows of a picket that nobody has verified yet and of its host, under a key of its own.
 * @returns `token`: that of the host's page
 */
export function newPicket(keys: KeyRing, { campaignId, kind, facts, at, host }: NewPicket) {
	const id = randomUUID();
	const hostId = randomUUID();
	const keySealed = newFingerprintKey(keys, `pickets/${id}`);
	const key = openFingerprintKey(keys, `pickets/${id}`, keySealed);
	const token = linkToken(key, "host", hostId);
	return {
		token,
		picket: {
			id,
			campaign_id: campaignId,
			slug: slugOf(facts),
			kind,
			key_sealed: keySealed,
			secret_hash: hashOf(linkToken(key, "secret", id)),
			...factColumns(keys, id, facts, at),
		},
		host: {
			id: hostId,
			picket_id: id,
			role: "host",
			state: "unverified",
			token_hash: hashOf(token),
			fingerprint: fingerprint(key, host.email),
			sealed: seal(keys, `picket_hosts/${hostId}`, host),
		},
	};
}

/** City, day and four letters and digits: short enough for a poster, and nobody else's. */
function slugOf({ city, startsLocal }: PicketFacts): string {
	const plain = city
		.normalize("NFD")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-+|-+$/g, "");
	return [plain || "picket", startsLocal.slice(0, 10), randomBytes(3).toString("hex")].join("-");
}

function hashOf(token: string): Buffer {
	const hashed = hashToken(token);
	if (!hashed) throw new Error("a new token does not read as one");
	return hashed;
}
