import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Logger } from "#app/log.ts";
import { createFrontDoor, type FrontDoor, type FrontDoorOptions } from "#app/server.ts";

/** A front door that listens, and what it wrote to its log. */
export interface OpenDoor extends FrontDoor {
	port: number;
	/** `http://localhost:PORT` */
	origin: string;
	logged: { level: string; event: string; fields: Record<string, unknown> }[];
}

export const demonstration = { BASE_URL: undefined, ONION_HOST: undefined, TRUST_PROXY: 0, demonstration: true };
export const onion = `${"a".repeat(56)}.onion`;
export const production = {
	BASE_URL: "https://yntymaq.example",
	ONION_HOST: onion,
	TRUST_PROXY: 1,
	demonstration: false,
};

/** Opens a front door on a free port of this machine; `handle` answers 200 with a small page unless given. */
export async function openDoor(options: Partial<FrontDoorOptions> = {}): Promise<OpenDoor> {
	const logged: OpenDoor["logged"] = [];
	const at =
		(level: string) =>
		(event: string, fields = {}) =>
			logged.push({ level, event, fields });
	const log: Logger = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
	const door = createFrontDoor({
		settings: demonstration,
		log,
		handle: async () => htmlPage("<p>a page"),
		assets: "no-such-folder",
		...options,
	});
	await new Promise<void>((resolve) => door.server.listen(0, "127.0.0.1", resolve));
	const { port } = door.server.address() as AddressInfo;
	return { ...door, port, origin: `http://localhost:${port}`, logged };
}

/** A page as Remix gives it. */
export function htmlPage(body: string, init: ResponseInit = {}): Response {
	return new Response(body, { ...init, headers: { "Content-Type": "text/html; charset=utf-8", ...init.headers } });
}

/** A folder with files in it, as a build leaves one. */
export function folderOf(files: Record<string, string>): string {
	const folder = mkdtempSync(join(tmpdir(), "front-door-"));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), text);
	}
	return folder;
}
