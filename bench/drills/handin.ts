import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freshBuild } from "#app/cli/fresh-build.js";
import { freezeHandin } from "#app/petitions/handing-in/freeze.server.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { databaseAt } from "#tests/support/database.ts";
import { type HandinSigner, plantHandinPetition, plantSigners } from "#tests/support/handins.ts";
import { type Exported, exportAsOperator } from "../handin/export.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const PEOPLE = 250_000;
const AT_ONCE = 5_000;
/** MB. */
const MOST_RSS = 256;

const given = ["Sample", "Пример", "Үлгі", "Exemple", "Örnek", "Beispiel"];
const family = ["Person", "Человек", "Адам", "Personne", "Kişi", "Mensch"];

/** People as a campaign has them: most in Latin and Cyrillic, one in twenty in Arabic or Chinese letters. */
function signer(n: number): HandinSigner {
	const name = `${given[n % given.length]} ${family[(n >> 3) % family.length]} ${n}`;
	const rare = n % 20 === 0 ? (n % 40 === 0 ? `مثال ${n}` : `示例 ${n}`) : undefined;
	return {
		name: rare ?? name,
		town: n % 3 ? "Sample town" : "Жаңаөзен",
		organisation: n % 4 ? "" : "Sample union (a sample)",
		line: n % 50 ? "" : `Sample words ${n}`,
		visibility: n % 5 ? "addressee" : "public",
	};
}

/** 250,000 people in PDF, CSV and JSON, each twice by the built `petition export`, whose memory is watched. */
export async function run(): Promise<Drilled> {
	const say = progress();
	await freshBuild(say);
	const folder = await mkdtemp(join(tmpdir(), "yntymaq-handin-"));
	const postgres = await startPostgres({ fsync: "off" });
	const database = databaseAt(postgres.url, () => postgres.stop());
	try {
		const secret = `1:${Buffer.alloc(32, 9).toString("base64")}`;
		const keys = readKeyRing(secret);
		const petition = await plantHandinPetition(database.owner, [["A sample body", "Another sample body"]]);
		const key = newFingerprintKey(keys, `campaigns/${petition.slug}`);
		await database.owner
			.updateTable("campaigns")
			.set({ key_sealed: key })
			.where("id", "=", petition.campaignId)
			.execute();
		for (let n = 0; n < PEOPLE; n += AT_ONCE) {
			const some = Array.from({ length: AT_ONCE }, (_, i) => signer(n + i));
			await plantSigners(database.owner, keys, petition, some);
			say(`hand-in: ${n} of ${PEOPLE} planted`);
		}
		const begun = performance.now();
		const by = { approvalId: randomUUID(), askedBy: randomUUID(), agreedBy: randomUUID() };
		// As long as a statement may take in the worker.
		const worker = connect(postgres.url, { max: 1, statementTimeout: 60_000, onError: () => undefined });
		await inTransaction(worker, (trx) =>
			freezeHandin(trx, { petition: petition.slug, campaignId: petition.campaignId, ...by }),
		).finally(() => worker.destroy());
		const freezeSeconds = Math.round((performance.now() - begun) / 1_000);
		const figures: Record<string, number | string | boolean> = { people: PEOPLE, addressees: 2, freezeSeconds };
		let passed = true;
		for (const format of ["pdf", "csv", "json"]) {
			const twice: Exported[] = [];
			for (let time = 0; time < 2; time++) {
				const out = join(folder, `${format}-${time}`);
				say(`hand-in: ${format}, time ${time + 1}`);
				twice.push(await exportAsOperator({ url: postgres.url, secret, petition: petition.slug, format, folder: out }));
			}
			const [one, other] = twice as [Exported, Exported];
			const same = one.sha256 === other.sha256 && one.bytes === other.bytes;
			const rss = Math.max(one.rss, other.rss);
			passed &&= same && rss < MOST_RSS && one.told > 1;
			Object.assign(figures, {
				[`${format}Same`]: same,
				[`${format}Rss`]: rss,
				[`${format}Seconds`]: one.seconds,
				[`${format}Megabytes`]: Math.round(one.bytes / 1e6),
				[`${format}Told`]: one.told,
			});
		}
		return { passed, figures };
	} finally {
		await database.drop();
		await rm(folder, { recursive: true });
	}
}
