import { petitionDomains } from "#app/petitions/abuse/domain-print.server.ts";
import { type InvalidationRule, readRule } from "#app/petitions/abuse/invalidation-rule.server.ts";
import { beginInvalidation, previewInvalidation } from "#app/petitions/abuse/invalidations.server.ts";
import { breakdown } from "#app/petitions/abuse/matching.server.ts";
import type { Db } from "#db/client.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { stepByStep } from "./invalidation-steps.ts";
import { told } from "./invalidation-told.ts";
import { withDatabase } from "./with-database.ts";

const criteria = ["domain", "from", "to", "country", "locale", "source", "visibility", "state"] as const;
const usage = `petition invalidate SLUG ${criteria.map((name) => `[--${name} …]`).join(" ")} [--preview]`;

/** `petition invalidate`: shows what a rule finds; without `--preview`, takes it out of the count, step by step. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words, values, flags } = readArguments(usage, args, { words: 1, values: criteria, flags: ["preview"] });
	await withDatabase(settings, async (db) => {
		const { petitionId, rule } = await ruleOf(db, settings, words[0] ?? "", values);
		for (const { dimension, value, n } of await breakdown(db, petitionId, rule))
			process.stdout.write(`${String(n).padStart(9)}  ${dimension} ${value || "(none)"}\n`);
		const { id, matched } = await operate(
			db,
			(trx) => previewInvalidation(trx, petitionId, rule),
			(found) => told("previewed", found.id, { matched: found.matched }),
		);
		process.stdout.write(`${String(matched).padStart(9)}  signatures: invalidation ${id}\n`);
		if (flags.has("preview")) {
			process.stdout.write(`nothing was changed; petition resume-invalidation ${id} does it\n`);
			return;
		}
		await operate(
			db,
			(trx) => beginInvalidation(trx, id),
			() => told("begun", id),
		);
		await stepByStep(db, id);
	});
}

async function ruleOf(
	db: Db,
	settings: Settings,
	slug: string,
	{ domain, ...values }: Record<string, string | undefined>,
) {
	const petition = await petitionDomains(db, readKeyRing(settings.SECRET_KEYS), slug);
	if (!petition) throw new SettingError(`there is no petition ${slug}`);
	const print = domain === undefined ? undefined : petition.printOf(domain);
	if (print === null)
		throw new SettingError(`--domain ${domain}: anybody can have a mailbox there, and its signatures cannot be told`);
	const rule: InvalidationRule | { refused: string } = readRule({ ...values, domain: print?.toString("hex") });
	if ("refused" in rule) throw new SettingError(`${usage}: ${rule.refused}`);
	return { petitionId: petition.id, rule };
}
