import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyState, readState, type State, writeState } from "./state.ts";

/** A state that a file keeps, with the port at which it was last served. */
export interface KeptState {
	state: State;
	port: number | undefined;
	/** Writes it down before anybody is told: what has been answered is still there after a crash. */
	save(port: number): void;
}

/** Opens the state that a folder keeps; without a folder, a new one that nothing keeps. */
export function openState(dir: string | undefined): KeptState {
	if (dir === undefined) return { state: emptyState(), port: undefined, save: () => undefined };
	mkdirSync(dir, { recursive: true, mode: 0o700 });
	const file = join(dir, "stripe-sandbox.json");
	const read = readFile(file);
	return {
		state: read ? readState(JSON.stringify(read.state)) : emptyState(),
		port: read?.port,
		save(port) {
			writeFileSync(`${file}.new`, `{"port":${port},"state":${writeState(this.state)}}`, { mode: 0o600 });
			renameSync(`${file}.new`, file);
		},
	};
}

function readFile(file: string): { port: number; state: object } | undefined {
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}
