import { type VerifiedFund, verifyFund } from "#app/fund/books/verify-all.server.ts";
import { type Books, fundsWithBooks, type NotedHead } from "#app/fund/ledger/verify.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { readArguments } from "./arguments.ts";
import { interruptible } from "./interruptible.ts";
import { withDatabase } from "./with-database.ts";

const usage = "ledger verify [--campaign SLUG] [--head N:HASH]";
/** Milliseconds between two words about how far it is. */
const SAY_EVERY = 2_000;

/**
 * `ledger verify`: recomputes the books of every fund, or of one; exit code 1, and where, when they were changed, or when a
 * head that was written down is not in the chain. Ctrl-C ends it, with exit code 130.
 */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { values } = readArguments(usage, args, { words: 0, values: ["campaign", "head"] });
	const noted = values.head === undefined ? undefined : readHead(values.head);
	await withDatabase(settings, (db) =>
		interruptible(async (signal) => {
			const funds = await fundsWithBooks(db, values.campaign);
			if (values.campaign !== undefined && funds.length === 0)
				throw new SettingError(`${usage}: no campaign ${values.campaign} has a fund`);
			if (noted && funds.length === 0)
				throw new SettingError(`${usage}: no campaign has a fund: the one whose head this is, is gone`);
			if (noted && funds.length > 1)
				throw new SettingError(`${usage}: a head is one fund's: say whose with --campaign`);
			for (const fund of funds) {
				const verified = await verifyFund(db, fund.campaignId, { signal, onJournals: reporter(fund) }, noted);
				process.stdout.write(`${sayOf(fund.slug, verified, noted)}\n`);
				if (verified.state === "broken") process.exitCode = 1;
				if (verified.state === "interrupted") process.exitCode = 130;
				if (signal.aborted) return;
			}
		}),
	);
}

/** Reads a head as the verifier prints it: `1200:HEX`. */
function readHead(text: string): NotedHead {
	const [, n, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase()) ?? [];
	if (!n || !hash) throw new SettingError(`${usage}: a head is what ledger verify printed`);
	return { n: Number(n), hash: Buffer.from(hash, "hex") };
}

function reporter({ slug, journals: of }: Books): (journals: number) => void {
	let last = performance.now();
	return (journals) => {
		if (performance.now() - last < SAY_EVERY) return;
		last = performance.now();
		process.stderr.write(`${slug}: ${journals} of ${of} journals\n`);
	};
}

function sayOf(slug: string, verified: VerifiedFund, noted: NotedHead | undefined): string {
	const { state, journals, postings, published, faults, head } = verified;
	const read = `${slug}: ${postings} postings in ${journals} journals`;
	if (state === "whole")
		return `${read}, ${published} published rows, unchanged; head ${head.n}:${head.hash}${
			noted ? `; head ${noted.n} is in this chain` : ""
		}`;
	if (state === "interrupted") return `${read} are unchanged; interrupted, the rest was not read`;
	return faults.map((fault) => `${slug}: ${sayFault(fault)}`).join("\n");
}

function sayFault(fault: VerifiedFund["faults"][number]): string {
	switch (fault.what) {
		case "missing":
			return `journal ${fault.n} is missing`;
		case "altered":
			return `journal ${fault.n} (${fault.key}) was altered, or comes from elsewhere`;
		case "strayed":
			return `journal ${fault.n} (${fault.key}) has a part that belongs to another fund or currency`;
		case "unbalanced":
			return `journal ${fault.n} (${fault.key}) does not balance`;
		case "unlike Stripe":
			return `journal ${fault.n} (${fault.key}) is not what Stripe recorded`;
		case "cut off":
			return `journal ${fault.n} and what came after it were cut off`;
		case "another head":
			return `journal ${fault.n} is not where the books say that they end`;
		case "not the noted head":
			return `head ${fault.n} is not in this chain: it was cut off or rewritten at journal ${fault.n} or before`;
		case "unlinked":
			return `journal ${fault.key} is in no chain`;
		case "unposted":
			return `balance transaction ${fault.txn} was never posted`;
		case "orphaned":
			return `${fault.postings} postings have no journal`;
		case "balance":
			return `${fault.account} ${fault.currency} is kept as ${fault.kept}, its postings add up to ${fault.summed}`;
		case "row":
			return `row ${fault.n} of the open books was altered, or is missing`;
		case "row's balance":
			return `row ${fault.n} of the open books does not follow from the balance before`;
		case "published head":
			return "the open books do not end where they should";
		case "published sums":
			return "what the open books sum up is not what their rows are";
		case "unlike the ledger":
			return `the open books have another sum of ${fault.kind} in ${fault.currency} than the ledger`;
	}
}
