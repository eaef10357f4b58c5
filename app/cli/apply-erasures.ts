import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { SettingError, type Settings } from "../env.server.ts";
import { type Erasable, type Erasure, erasable, reapplyErasures } from "../my/erasures.server.ts";
import { recordOperated } from "../organise/audit/operated.server.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "erasures apply FILE";

/** Lines applied in one transaction. */
const BATCH = 5_000;

/**
 * `erasures apply FILE`: erases in a restored copy what has been erased since it was made. Interrupted, it is run again.
 */
export async function run(args: string[], settings: Settings): Promise<void> {
	const [file = ""] = readArguments(usage, args, { words: 1 }).words;
	await withDatabase(settings, async (db) => {
		const sum = { lines: 0, ended: 0, learnt: 0 };
		for await (const batch of batches(file)) {
			const { ended, learnt } = await reapplyErasures(db, batch);
			sum.lines += batch.length;
			sum.ended += ended;
			sum.learnt += learnt;
			process.stderr.write(`${sum.lines} erasures applied so far\n`);
		}
		const { ended, learnt } = sum;
		await recordOperated(db, { act: "erasures.applied", figures: { ended, learnt } });
		process.stdout.write(
			`${sum.lines} erasures read; ${sum.ended} rows had come back and are gone; ${sum.learnt} were new to this copy\n`,
		);
	});
}

async function* batches(file: string): AsyncGenerator<Erasure[]> {
	let batch: Erasure[] = [];
	let number = 0;
	for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
		number++;
		if (line === "") continue;
		batch.push(erasureOf(line, number));
		if (batch.length < BATCH) continue;
		yield batch;
		batch = [];
	}
	if (batch.length > 0) yield batch;
}

/** @throws SettingError naming the line: nothing of it is applied */
function erasureOf(line: string, number: number): Erasure {
	try {
		const { about, row, on }: Record<string, unknown> = JSON.parse(line);
		const known = erasable.find((one): one is Erasable => one === about);
		const rowOf = known === "petition" ? /^[a-z0-9][a-z0-9-]*$/ : /^[0-9a-f-]{36}$/;
		if (known && typeof row === "string" && rowOf.test(row) && typeof on === "string") return { about: known, row, on };
	} catch {
		// The same word for what is no JSON.
	}
	throw new SettingError(`${usage}: line ${number} is no erasure: is this a file of \`erasures export\`?`);
}
