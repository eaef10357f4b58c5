import { inTransaction } from "#db/in-transaction.ts";
import { giveUpLinks, linksOutUntil } from "#db/key-versions.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { resealKeys, vaultOf } from "../fund/paying/vault.server.ts";
import { recordOperated } from "../organise/audit/operated.server.ts";
import { checkNewest } from "../organise/keys/check-newest.server.ts";
import { type Rotation, resealAll } from "../organise/keys/reseal-all.server.ts";
import { type KeyRing, readKeyRing } from "../seal/key-ring.ts";
import { withDatabase } from "./with-database.ts";

const usage = "keys rotate [--forget VERSION]";

/**
 * `keys rotate`: seals everything under the newest of SECRET_KEYS; Ctrl-C ends it, a second run goes on. `--forget` then
 * gives up the links of mails that are out under a version, which may then go at once. What a process that still seals under
 * it adds meanwhile is found by the start without it (`checkKeys`).
 */
export async function run(args: string[], settings: Settings): Promise<void> {
	const ring = readKeyRing(settings.SECRET_KEYS);
	const forgotten = readForgotten(args, ring);
	const stop = new AbortController();
	process.once("SIGINT", () => stop.abort());
	await withDatabase(settings, async (db) => {
		await checkNewest(db, ring);
		const { state, ...sealed } = await resealAll(db, ring, { signal: stop.signal, report: reporter(process.stderr) });
		const vault = vaultOf({ keys: ring, settings });
		const wrapped = state === "done" ? await inTransaction(db, (trx) => resealKeys(trx, vault)) : 0;
		const resealed = sealed.resealed + wrapped;
		const { version } = ring.newest;
		const gone = state === "done" ? forgotten : undefined;
		if (gone !== undefined) await giveUpLinks(db, gone);
		const figures = { version, resealed, state, ...(gone !== undefined && { forgotten: gone }) };
		await recordOperated(db, { act: "keys.rotated", figures });
		if (state === "interrupted") {
			process.stdout.write(`interrupted after ${resealed} values: run keys rotate again to go on\n`);
			process.exitCode = 130;
			return;
		}
		const older = await Promise.all(
			ring.all
				.slice(1)
				.map(async (key) => mayGo(key.version, key.version === forgotten, await linksOutUntil(db, key.version))),
		);
		process.stdout.write(
			[`${resealed} values sealed anew: everything is under version ${version}`, ...older, ""].join("\n"),
		);
	});
}

/** @throws SettingError where it is another option, or the version that seals */
function readForgotten(args: string[], ring: KeyRing): number | undefined {
	if (args.length === 0) return undefined;
	const [option, text = "", ...more] = args;
	if (option !== "--forget" || !/^\d{1,3}$/.test(text) || more.length > 0) throw new SettingError(usage);
	const version = Number(text);
	if (version === ring.newest.version) throw new SettingError(`${usage}: version ${version} is the one that seals`);
	return version;
}

function mayGo(version: number, isForgotten: boolean, until: string | undefined): string {
	if (isForgotten) return `version ${version} is forgotten: take it out of SECRET_KEYS and restart web and worker`;
	if (!until) return `version ${version} may go from SECRET_KEYS`;
	return `version ${version} stays in SECRET_KEYS until ${until}: people unsubscribe under it by mails that are out`;
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
