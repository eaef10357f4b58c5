import { breakGlass } from "#app/organise/sign-in/break-glass.server.ts";
import { addressKey } from "#emails/address-key.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { firstLine } from "./first-line.ts";
import { mailOrigin } from "./mail-origin.ts";
import { withDatabase } from "./with-database.ts";

const usage = "organiser break-glass EMAIL";

/** `organiser break-glass`: EMAIL may be `-`, read from standard input. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words } = readArguments(usage, args, { words: 1 });
	const [word = ""] = words;
	const email = word === "-" ? await firstLine() : word;
	await withDatabase(settings, async (db) => {
		const keys = readKeyRing(settings.SECRET_KEYS);
		const house = { keys, addressKey: await addressKey(db, keys) };
		const begun = await breakGlass(db, house, email, mailOrigin(settings));
		if (!begun) throw new SettingError(`${usage}: nobody who can sign in has this address`);
		process.stdout.write(`their link works in 24 hours; ${begun.told} organisers are told and can stop it\n`);
	});
}
