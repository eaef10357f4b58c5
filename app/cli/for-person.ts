import { isAway } from "#db/away.ts";
import { EmbeddedError } from "#db/embedded/error.ts";
import { ContentError } from "../campaigns/content/front-matter.server.ts";
import { ConsentTextError } from "../consent/texts.server.ts";
import { SettingError } from "../env.server.ts";
import { KeyRingError } from "../seal/key-ring.ts";

const mendable = [SettingError, KeyRingError, EmbeddedError, ContentError, ConsentTextError];

/**
 * Runs a command. What the person at the terminal can mend is said on standard error without a stack, exit code 1.
 * @throws every other fault
 */
export async function forPerson(command: () => Promise<void>): Promise<void> {
	try {
		await command();
	} catch (error) {
		const line = toMend(error);
		if (line === undefined) throw error;
		process.stderr.write(`${line}\n`);
		process.exitCode = 1;
	}
}

function toMend(error: unknown): string | undefined {
	if (isAway(error))
		return "Postgres cannot be reached: look whether it runs where DATABASE_URL says, and has connections left";
	return error instanceof Error && mendable.some((kind) => error instanceof kind) ? error.message : undefined;
}
