import { z } from "zod";
import { campaignIdOf, inviteOrganiser } from "#app/organise/sign-in/invite.server.ts";
import { addressKey } from "#emails/address-key.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { isLocale } from "../i18n/translate.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { firstLine } from "./first-line.ts";
import { mailOrigin } from "./mail-origin.ts";
import { withDatabase } from "./with-database.ts";

const usage = "organiser invite EMAIL --campaign SLUG --role ROLE [--language en|ru|kk]";
const role = z.enum(["administrator", "moderator", "writer", "translator", "treasurer", "committee", "auditor"]);

/** `organiser invite`: EMAIL may be `-`, read from standard input, so that it stays out of the shell's history. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words, values } = readArguments(usage, args, { words: 1, values: ["campaign", "role", "language"] });
	const email = z.email().safeParse(words[0] === "-" ? await firstLine() : words[0]);
	if (!email.success) throw new SettingError(`${usage}: EMAIL is an address`);
	const given = role.safeParse(values.role);
	if (!given.success) throw new SettingError(`${usage}: ROLE is one of ${role.options.join(", ")}`);
	const { language = "en", campaign = "" } = values;
	if (!isLocale(language)) throw new SettingError(`${usage}: --language en, ru or kk`);
	await withDatabase(settings, async (db) => {
		const campaignId = await campaignIdOf(db, campaign);
		if (campaignId === undefined)
			throw new SettingError(`${usage}: there is no campaign ${campaign || "without a name"}`);
		const keys = readKeyRing(settings.SECRET_KEYS);
		const invited = await inviteOrganiser(
			db,
			{ keys, addressKey: await addressKey(db, keys) },
			{
				email: email.data,
				campaignId,
				roles: [given.data],
				locale: language,
				by: null,
				origin: mailOrigin(settings),
			},
		);
		process.stdout.write(`${said[invited.outcome]}\n`);
	});
}

const said = {
	invited: "a mail with a link is on its way; it works once, for seven days",
	added: "they have come in before and have this role now",
	disabled: "nothing was done: this organiser is disabled",
	two: "nothing was done: it takes two administrators",
};
