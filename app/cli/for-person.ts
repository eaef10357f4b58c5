import { EmbeddedError } from "#db/embedded/error.ts";
import { ContentError } from "../campaigns/content.ts";
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
		if (!mendable.some((kind) => error instanceof kind) || !(error instanceof Error)) throw error;
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 1;
	}
}
