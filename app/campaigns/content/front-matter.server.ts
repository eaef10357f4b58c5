import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import type { z } from "zod";

/** A content file lacks what it should say, or says what it should not: one line naming the file. */
export class ContentError extends Error {}

/** A Markdown file apart: the YAML between its first two lines of `---`, and what follows. */
export interface Parts {
	matter: unknown;
	body: string;
}

/** @throws ContentError */
export async function readParts(file: string): Promise<Parts> {
	const [, matter, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(await readText(file)) ?? [];
	if (matter === undefined || body === undefined)
		throw new ContentError(`${file} does not begin with front matter between two lines of ---`);
	return { matter: parseYaml(matter, file), body: body.trim() };
}

/** @throws ContentError */
export async function readYaml(file: string): Promise<unknown> {
	return parseYaml(await readText(file), file);
}

/** The value as the schema has it. @throws ContentError naming the first field that is wrong */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, file: string): z.infer<Schema> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new ContentError(`${file}: ${[issue?.path.join("."), issue?.message].filter(Boolean).join(": ")}`);
}

async function readText(file: string): Promise<string> {
	try {
		// As an editor on another system may have saved it.
		return (await readFile(file, "utf8")).replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
	} catch {
		throw new ContentError(`${file} cannot be read`);
	}
}

function parseYaml(text: string, file: string): unknown {
	try {
		return parse(text);
	} catch (error) {
		throw new ContentError(`${file}: ${error instanceof Error ? error.message.split("\n")[0] : "no YAML"}`);
	}
}
