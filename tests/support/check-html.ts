import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import vnu from "vnu-jar";
import { findJava } from "./java.ts";

interface Report {
	messages: { url: string; type: string; lastLine?: number; message: string; extract?: string }[];
}

/**
 * What the Nu HTML checker finds wrong with pages, all in one call.
 * @param pages by their names
 * @returns a line for each error and warning: page, message, what stands there
 */
export function checkHtml(pages: ReadonlyMap<string, string>): string[] {
	const folder = mkdtempSync(join(tmpdir(), "yntymaq-html-"));
	try {
		const names = [...pages.keys()];
		const files = names.map((_, i) => join(folder, `${i}.html`));
		for (const [i, file] of files.entries()) writeFileSync(file, pages.get(names[i] ?? "") ?? "");
		const { stderr } = spawnSync(findJava(), [...short, "-jar", vnu, ...guessless, "--format", "json", ...files], {
			encoding: "utf8",
			maxBuffer: 2 ** 26,
		});
		const { messages } = JSON.parse(stderr) as Report;
		return messages
			.filter(({ type, message }) => type !== "info" || !message.startsWith(slash))
			.map(({ url, message, extract }) => `${names[Number.parseInt(basename(url), 10)]}: ${message} ${extract ?? ""}`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** It runs for seconds: Java's second compiler would take more time than it saves. */
const short = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

/** It guesses a page's language by draws of its letters, and of the form of a picket, with its clocks, now so, now so. */
const guessless = ["--no-langdetect"];

/** React closes its void elements as XML does, which HTML allows and the checker remarks on. */
const slash = "Trailing slash on void elements";
