import { z } from "zod";
import { checked, readYaml } from "#app/campaigns/content/front-matter.server.ts";
import { type Locale, locales } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { type AnswerWords, readyAnswers, saveAnswer } from "./answers.server.ts";

const words = z.object({ title: z.string(), body: z.string() });
const samples = z.array(
	z
		.object({ kind: z.string(), name: z.string() })
		.extend(Object.fromEntries(locales.map((locale) => [locale, words])) as Record<Locale, typeof words>),
);

/**
 * Loads the ready answers of a demonstration's campaign, marked as samples, once.
 * @param file a YAML file of db/samples
 * @throws ContentError when the file is not in order
 */
export async function loadAnswerSamples(db: Db, campaign: string, file: string): Promise<void> {
	const answers = checked(samples, await readYaml(file), file);
	const { id } = await db.selectFrom("campaigns").where("slug", "=", campaign).select("id").executeTakeFirstOrThrow();
	if ((await readyAnswers(db, id)).length > 0) return;
	for (const { kind, name, ...editions } of answers) {
		const written = Object.fromEntries(locales.map((locale) => [locale, editions[locale]])) as AnswerWords;
		await saveAnswer(db, id, { kind, slug: name, words: written, sample: true });
	}
}
