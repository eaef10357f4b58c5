import type { Db } from "#db/client.ts";
import type { Settings } from "../env.server.ts";
import { type Operated, operate } from "../organise/audit/operated.server.ts";
import { readArguments, readNumber } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

/** What a command does to a mailing, and what it says of it. */
export interface MailingCommand {
	/** As `--help` has it. */
	usage: string;
	act: Operated["act"];
	/** Gives how many mails or mailings it changed; 0 and false are nothing. */
	change(db: Db, id: number): Promise<number | boolean>;
	done(n: number): string;
	nothing: string;
}

/** Changes one mailing for the operator, and records it. */
export async function changeMailing(args: string[], settings: Settings, command: MailingCommand): Promise<void> {
	const id = readNumber(command.usage, readArguments(command.usage, args, { words: 1 }).words[0]);
	await withDatabase(settings, async (db) => {
		const changed = await operate(
			db,
			async (trx) => Number(await command.change(trx, id)),
			(n) => (n > 0 ? { act: command.act, about: String(id), figures: { n }, of: { mailing: id } } : null),
		);
		process.stdout.write(`mailing ${id}: ${changed > 0 ? command.done(changed) : command.nothing}\n`);
		if (changed === 0) process.exitCode = 1;
	});
}
