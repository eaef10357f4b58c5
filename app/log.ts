/**
 * Writes one line of JSON to standard error. `event` is a fixed phrase; fields are numbers, codes and
 * names of our own: never an address, a name, a token, a network address or a library's error object.
 */
export type Log = (event: string, fields?: Record<string, string | number | boolean>) => void;

const levels = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof levels)[number];
export type Logger = Record<Level, Log>;

/** @param least what is less important is not written */
export function logger(least: Level, write: (line: string) => void = (line) => process.stderr.write(line)): Logger {
	const at =
		(level: Level): Log =>
		(event, fields) => {
			if (levels.indexOf(level) < levels.indexOf(least)) return;
			write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
		};
	return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
