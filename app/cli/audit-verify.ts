import { printLink, readLink } from "#app/organise/audit/head.server.ts";
import { type Verified, verifyAudit } from "#app/organise/audit/verify.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "audit verify [--head SEQ:HASH]";
/** Milliseconds between two words about how far it is. */
const SAY_EVERY = 2_000;

/** `audit verify`: recomputes the audit log; exit code 1, and the first wrong row, when it was changed. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { values } = readArguments(usage, args, { words: 0, values: ["head"] });
	const known = values.head === undefined ? undefined : readLink(values.head);
	if (known === null) throw new SettingError(`${usage}: a head is what audit head printed`);
	let last = performance.now();
	await withDatabase(settings, async (db) => {
		const verified = await verifyAudit(db, known, (rows) => {
			if (performance.now() - last < SAY_EVERY) return;
			last = performance.now();
			process.stderr.write(`${rows} rows\n`);
		});
		process.stdout.write(`${sayOf(verified)}\n`);
		if (verified.state === "broken") process.exitCode = 1;
	});
}

function sayOf(verified: Verified): string {
	if (verified.state === "whole") return `${verified.rows} rows, unchanged; head ${printLink(verified.head)}`;
	const said: Record<typeof verified.why, string> = {
		missing: "is missing",
		altered: "was altered, or comes from elsewhere",
		"cut off": "and what came after it were cut off",
		"beyond the head": "was added past the log's own end",
		"another head": "is not the row that it was when its hash was written down",
		pruned: "has been pruned: if its head was written down within twelve months, rows were cut off the front",
	};
	return `row ${verified.seq} ${said[verified.why]}`;
}
