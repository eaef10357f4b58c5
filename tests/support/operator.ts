import { vi } from "vitest";
import type { Settings } from "#app/env.server.ts";
import type { TestDatabase } from "./database.ts";

type Command = (args: string[], settings: Settings) => Promise<void>;

/** Runs a command of the operator's tool against a test's site; gives what it printed. */
export async function operate(
	app: Pick<TestDatabase, "url"> & { settings: Settings },
	command: Command,
	...args: string[]
): Promise<string> {
	const said: string[] = [];
	const quiet = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
		said.push(String(text));
		return true;
	});
	try {
		await command(args, { ...app.settings, DATABASE_URL: app.url });
		return said.join("");
	} finally {
		quiet.mockRestore();
	}
}
