import { SettingError, type Settings } from "../env.server.ts";
import { mailingProgress } from "../mailings/sending/mailing.server.ts";
import { readArguments, readNumber } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "mailing status ID";

/** `mailing status`: what the desk shows of a mailing, for a terminal. */
export async function run(args: string[], settings: Settings): Promise<void> {
	const id = readNumber(usage, readArguments(usage, args, { words: 1 }).words[0]);
	await withDatabase(settings, async (db) => {
		const progress = await mailingProgress(db, id);
		if (!progress) throw new SettingError(`${usage}: there is no mailing ${id}`);
		const { status, pausedFor, startsAt, total, perMinute, minutesLeft, ...counts } = progress;
		const lines = [
			["status", pausedFor ? `${status} (${pausedFor})` : status],
			["starts", startsAt?.toISOString() ?? "not yet said"],
			["to", total ?? "not yet frozen"],
			...(["sent", "left", "deferred", "unknown", "rejected", "suppressed", "cancelled"] as const).map(
				(name) => [name, counts[name]] as const,
			),
			["a minute", perMinute],
			["minutes left", minutesLeft ?? "unknown"],
		] as const;
		process.stdout.write(lines.map(([name, value]) => `${name.padEnd(14)}${value}\n`).join(""));
	});
}
