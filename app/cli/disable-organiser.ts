import { disableByAddress } from "#app/organise/people/operator-disables.server.ts";
import { addressKey } from "#emails/address-key.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { firstLine } from "./first-line.ts";
import { mailOrigin } from "./mail-origin.ts";
import { withDatabase } from "./with-database.ts";

const usage = "organiser disable EMAIL";

/** `organiser disable`: EMAIL may be `-`, read from standard input. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const [word = ""] = readArguments(usage, args, { words: 1 }).words;
	const email = word === "-" ? await firstLine() : word;
	await withDatabase(settings, async (db) => {
		const keys = readKeyRing(settings.SECRET_KEYS);
		const house = { keys, addressKey: await addressKey(db, keys) };
		const came = await disableByAddress(db, house, email, mailOrigin(settings));
		if (came === "unknown") throw new SettingError(`${usage}: nobody who can sign in has this address`);
		if (came === "last")
			throw new SettingError(`${usage}: a campaign keeps its last administrator; invite another one first`);
		process.stdout.write("they are shut out: sessions, links and previews have ended\n");
	});
}
