import { trustDomain } from "#app/petitions/abuse/hold.server.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "petition trust-domain SLUG DOMAIN";

/** `petition trust-domain`: counts a domain's held signatures and never holds it again on that petition. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words } = readArguments(usage, args, { words: 2 });
	const [slug = "", domain = ""] = words;
	await withDatabase(settings, async (db) => {
		const trusted = await operate(
			db,
			(trx) => trustDomain(trx, readKeyRing(settings.SECRET_KEYS), slug, domain),
			(done) =>
				done.state === "trusted"
					? { act: "domain.trusted", of: { petition: slug }, about: slug, figures: { released: done.released } }
					: null,
		);
		if (trusted.state === "unknown") throw new SettingError(`there is no petition ${slug}`);
		if (trusted.state === "never-held")
			throw new SettingError(`${domain} is a provider with whom anybody can have a mailbox: it is never held`);
		process.stdout.write(`${domain} is trusted on ${slug}; ${trusted.released} signatures now count\n`);
	});
}
