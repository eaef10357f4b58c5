import { z } from "zod";
import { checked, readYaml } from "#app/campaigns/content/front-matter.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { enterEndorsements } from "./enter.server.ts";
import { organisationKinds } from "./organisation.ts";

const sample = z.strictObject({
	name: z.string(),
	kind: z.enum(organisationKinds),
	parent: z.string().default(""),
	country: z.string(),
	members: z.number().nullable().default(null),
	withheld: z.boolean().default(false),
	adopted: z.string(),
});

/**
 * Loads the bodies that endorse a demonstration's petition, marked as samples, once.
 * @param file a YAML file of db/samples
 * @throws ContentError when the file is not in order
 */
export async function loadEndorsementSamples(db: Db, keys: KeyRing, petition: string, file: string): Promise<void> {
	const samples = checked(z.array(sample), await readYaml(file), file);
	const entries = samples.map(({ withheld, adopted, ...body }) => ({
		...body,
		nameWithheld: withheld,
		web: null,
		adoptedOn: adopted,
		evidence: "Sample: here stand the words of the motion, or the number of the minutes.",
		checkWay: "listed-address" as const,
	}));
	await db.transaction().execute((trx) => enterEndorsements(trx, keys, petition, entries, { by: null, sample: true }));
}
