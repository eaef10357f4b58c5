import { parseArgs } from "node:util";
import { SettingError } from "../env.server.ts";

/** What was typed after a command's name. */
export interface Arguments {
	words: string[];
	/** `--name value`; absent when it was not given. */
	values: Record<string, string | undefined>;
	/** `--name` alone. */
	flags: ReadonlySet<string>;
}

/**
 * Reads a command's arguments.
 * @param usage the command as `--help` writes it, for the line of the error
 * @throws SettingError for an option that is not known, or without its value
 */
export function readArguments(
	usage: string,
	args: string[],
	{ words, values = [], flags = [] }: { words: number; values?: readonly string[]; flags?: readonly string[] },
): Arguments {
	const options = Object.fromEntries([
		...values.map((name) => [name, { type: "string" as const }]),
		...flags.map((name) => [name, { type: "boolean" as const }]),
	]);
	try {
		const read = parseArgs({ args, options, allowPositionals: true });
		if (read.positionals.length !== words) throw new TypeError("too few or too many words");
		const given = Object.entries(read.values);
		return {
			words: read.positionals,
			values: Object.fromEntries(given.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []))),
			flags: new Set(given.filter(([, value]) => value === true).map(([name]) => name)),
		};
	} catch (error) {
		// Node's message may repeat what was typed, which is the operator's own.
		throw new SettingError(`${usage}: ${error instanceof Error ? error.message.split(". ")[0] : "not understood"}`);
	}
}

/** @throws SettingError unless a word is a number, as the lists print them */
export function readNumber(usage: string, word = ""): number {
	if (!/^\d{1,9}$/.test(word)) throw new SettingError(`${usage}: ${word || "nothing"} is not a number of the list`);
	return Number(word);
}
