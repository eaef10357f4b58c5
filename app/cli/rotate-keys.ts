import { inTransaction } from "#db/in-transaction.ts";
import type { Settings } from "../env.server.ts";
import { resealKeys, vaultOf } from "../fund/paying/vault.server.ts";
import { recordOperated } from "../organise/audit/operated.server.ts";
import { checkNewest } from "../organise/keys/check-newest.server.ts";
import { type Rotation, resealAll } from "../organise/keys/reseal-all.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { withDatabase } from "./with-database.ts";

/** `keys rotate`: seals everything under the newest of SECRET_KEYS; Ctrl-C ends it, a second run goes on. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	const ring = readKeyRing(settings.SECRET_KEYS);
	const stop = new AbortController();
	process.once("SIGINT", () => stop.abort());
	await withDatabase(settings, async (db) => {
		await checkNewest(db, ring);
		const { state, ...sealed } = await resealAll(db, ring, { signal: stop.signal, report: reporter(process.stderr) });
		const vault = vaultOf({ keys: ring, settings });
		const wrapped = state === "done" ? await inTransaction(db, (trx) => resealKeys(trx, vault)) : 0;
		const resealed = sealed.resealed + wrapped;
		const { version } = ring.newest;
		await recordOperated(db, { act: "keys.rotated", figures: { version, resealed, state } });
		if (state === "interrupted") {
			process.stdout.write(`interrupted after ${resealed} values: run keys rotate again to go on\n`);
			process.exitCode = 130;
			return;
		}
		process.stdout.write(
			`${resealed} values sealed anew: everything is under version ${version}, older ones may go from SECRET_KEYS\n`,
		);
	});
}

/** One line that is written over on a terminal, a line every two seconds elsewhere. */
function reporter(out: NodeJS.WriteStream): (rotation: Rotation) => void {
	let last = Number.NEGATIVE_INFINITY;
	return ({ table, done, total }) => {
		const end = done >= total;
		if (!end && performance.now() < last + (out.isTTY ? 100 : 2_000)) return;
		last = performance.now();
		out.write(`${out.isTTY ? "\r\u001b[K" : ""}${table}: ${done} of ${total}${out.isTTY && !end ? "" : "\n"}`);
	};
}
