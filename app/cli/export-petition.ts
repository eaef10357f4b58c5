import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Format, fileOf, formats, isFormat, nameOf, type Wanted } from "#app/petitions/handing-in/files.server.ts";
import { findHandin, type Handin, markExported, newestHandin } from "#app/petitions/handing-in/handin.server.ts";
import { type Made, manifestFor, summed } from "#app/petitions/handing-in/pack.server.ts";
import { surveyOf } from "#app/petitions/handing-in/rows.server.ts";
import type { Db } from "#db/client.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { isLocale } from "../i18n/translate.ts";
import { recordOperated } from "../organise/audit/operated.server.ts";
import { type KeyRing, readKeyRing } from "../seal/key-ring.ts";
import { sealTo } from "../seal/recipient.ts";
import { streamOfBytes } from "../web/download.ts";
import { readArguments, readNumber } from "./arguments.ts";
import { interruptible } from "./interruptible.ts";
import { withDatabase } from "./with-database.ts";

const usage =
	"petition export SLUG --out DIR [--list N] [--addressee N] [--format pdf|csv|json|all] [--language L] [--sealed]";

interface Job {
	db: Db;
	keys: KeyRing;
	folder: string;
	chosen: readonly Format[];
	/** Whom files are sealed to; absent where they are not. */
	recipient: string | undefined;
	signal: AbortSignal;
	/** Where it tells how far it is. */
	out: NodeJS.WriteStream;
}

/**
 * `petition export SLUG --out DIR`: writes every file of a frozen list and its manifests, each whole or not at all. Ctrl-C
 * ends it; a second run writes the same bytes.
 */
export async function run(args: string[], settings: Settings): Promise<void> {
	const names = ["out", "list", "addressee", "format", "language"];
	const { words, values, flags } = readArguments(usage, args, { words: 1, values: names, flags: ["sealed"] });
	const [slug = ""] = words;
	const { out: folder, format = "all" } = values;
	if (!folder) throw new SettingError(`${usage}: --out names the folder`);
	if (format !== "all" && !isFormat(format)) throw new SettingError(`${usage}: ${format} is no format`);
	const recipient = flags.has("sealed") ? settings.COMMITTEE_KEY : undefined;
	if (flags.has("sealed") && !recipient) throw new SettingError("COMMITTEE_KEY is not set: there is nobody to seal to");
	const keys = readKeyRing(settings.SECRET_KEYS);
	await withDatabase(settings, (db) =>
		interruptible(async (signal) => {
			const handin = await find(db, slug, values.list);
			const lists = chosenLists(handin, values.addressee, values.language);
			await mkdir(folder, { recursive: true, mode: 0o700 });
			await markExported(db, handin.id);
			await recordOperated(db, {
				act: "handin.exported",
				of: { petition: slug },
				about: `${slug}/${handin.number}`,
				figures: { format, lists: lists.length, file: recipient ? "sealed" : "plain" },
			});
			const chosen = format === "all" ? formats : [format];
			const job = { db, keys, folder, chosen, recipient, signal, out: process.stderr };
			for (const list of lists) await writeList(job, handin, list);
			if (signal.aborted) {
				process.stdout.write("interrupted: run it again, the same list gives the same bytes\n");
				process.exitCode = 130;
			}
		}),
	);
}

async function find(db: Db, slug: string, number: string | undefined): Promise<Handin> {
	const handin =
		number === undefined ? await newestHandin(db, slug) : await findHandin(db, null, slug, readNumber(usage, number));
	if (!handin) throw new SettingError(`${slug} has no such list: two organisers freeze one on its page "Handing in"`);
	if (handin.over) throw new SettingError(`${slug} is handed in or anonymised: its names have ended`);
	return handin;
}

type List = Pick<Wanted, "addressee" | "locale">;

function chosenLists(handin: Handin, place: string | undefined, language: string | undefined): List[] {
	const addressees = handin.addressees.filter((one) => place === undefined || one.place === readNumber(usage, place));
	if (addressees.length === 0) throw new SettingError(`${usage}: there is no addressee ${place}`);
	const languages = handin.languages.filter((one) => language === undefined || one === language);
	if (languages.length === 0 || (language !== undefined && !isLocale(language)))
		throw new SettingError(`${usage}: there is no letter in ${language}`);
	return addressees.flatMap((addressee) => languages.map((locale) => ({ addressee, locale })));
}

async function writeList(job: Job, handin: Handin, { addressee, locale }: List): Promise<void> {
	const { db, keys, chosen, signal } = job;
	if (signal.aborted) return;
	const survey = await surveyOf(db, keys, { id: handin.id, place: addressee.place });
	const wanted = { handin, addressee, locale, survey };
	const files: Made[] = [];
	for (const format of chosen) {
		const report = reporter(job.out, nameOf(wanted, format), addressee.named);
		const { pieces, made } = summed(nameOf(wanted, format), fileOf(job, wanted, format, report));
		if (!(await writeWhole(job, nameOf(wanted, format), pieces))) return;
		files.push(made());
	}
	const manifest = await manifestFor(job, wanted, files);
	await writeWhole(job, nameOf(wanted, "manifest"), [Buffer.from(manifest)]);
	for (const { name, sha256 } of files) process.stdout.write(`${sha256}  ${name}\n`);
}

/** Writes a file under another name and gives it its own when it is whole. @returns whether it was */
async function writeWhole(
	{ folder, recipient, signal }: Job,
	name: string,
	pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<boolean> {
	const path = join(folder, recipient ? `${name}.age` : name);
	const part = `${path}.part`;
	const bytes = Readable.from(pieces, { objectMode: false });
	try {
		const from = recipient ? Readable.fromWeb((await sealTo(recipient, streamOfBytes(bytes))) as never) : bytes;
		await pipeline(from, createWriteStream(part, { mode: 0o600 }), { signal });
		await rename(part, path);
		return true;
	} catch (error) {
		await rm(part, { force: true });
		if (signal.aborted) return false;
		throw error;
	}
}

/** One line that is written over on a terminal, a line every two seconds elsewhere. */
function reporter(out: NodeJS.WriteStream, name: string, total: number): (done: number) => void {
	let last = Number.NEGATIVE_INFINITY;
	return (done) => {
		const end = done >= total;
		if (!end && performance.now() < last + (out.isTTY ? 100 : 2_000)) return;
		last = performance.now();
		out.write(`${out.isTTY ? "\r\u001b[K" : ""}${name}: ${done} of ${total}${out.isTTY && !end ? "" : "\n"}`);
	};
}
