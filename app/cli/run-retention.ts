import { translator } from "#app/i18n/translate.ts";
import { rules } from "#app/retention/rules.server.ts";
import { countDue, type RuleCount, runRetention } from "#app/retention/run.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { destroyErasedKeys } from "../fund/paying/beneficiaries.server.ts";
import { vaultOf } from "../fund/paying/vault.server.ts";
import { recordOperated } from "../organise/audit/operated.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { withDatabase } from "./with-database.ts";

/** Milliseconds between two words about how far it is. */
const SAY_EVERY = 2_000;

/** `retention run [--dry-run]`: ends what is past its days, or says how much that would be. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const unknown = args.find((arg) => arg !== "--dry-run");
	if (unknown) throw new SettingError(`retention run [--dry-run]: ${unknown} is not known`);
	const dry = args.includes("--dry-run");
	await withDatabase(settings, async (db) => {
		const counts = dry ? await countDue(db) : await runRetention(db, { onProgress: progress() });
		if (!counts) throw new SettingError("another process is at it: nothing is lost, it does the same");
		const rows = counts.reduce((sum, count) => sum + count.rows, 0);
		if (
			!dry &&
			(await destroyErasedKeys(db, vaultOf({ keys: readKeyRing(settings.SECRET_KEYS), settings }))) === "no file"
		)
			process.stderr.write("BENEFICIARY_KEYS_FILE is not here: the keys of whom was erased may be left in it\n");
		if (!dry) await recordOperated(db, { act: "retention.run", figures: { rows } });
		process.stdout.write(report(counts, dry));
		const failed = counts.flatMap(({ name, failed: code }) => (code === undefined ? [] : [`${name} (${code})`]));
		if (failed.length > 0) throw new SettingError(`these rules failed, all others were run: ${failed.join(", ")}`);
	});
}

function report(counts: readonly RuleCount[], dry: boolean): string {
	const t = translator("en");
	const lines = rules.map(({ name, days, ending }) => {
		const rows = ending ? String(counts.find((count) => count.name === name)?.rows ?? 0) : "-";
		const words = `${t(`retention.${name}.what`)}: ${t(`retention.${name}.after`, { days })}`;
		return `${rows.padStart(9)}  ${name.padEnd(14)} ${words}`;
	});
	return [dry ? "rows that would end now; nothing was changed" : "rows that ended", ...lines, ""].join("\n");
}

/** Says on standard error how far a rule is, for who waits. */
function progress(): (count: RuleCount) => void {
	let last = performance.now();
	return ({ name, rows }) => {
		if (performance.now() - last < SAY_EVERY) return;
		last = performance.now();
		process.stderr.write(`${name}: ${rows} rows so far; Ctrl-C leaves the rest to the next run\n`);
	};
}
