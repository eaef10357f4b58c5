import type { Field, Shape } from "./fields.ts";

/** A claim, or a person remembered, as a form has it: perhaps without a voice yet. */
export interface DraftClaim {
	name: string;
	said_by: string;
	text: string;
	sources: string[];
}

/** A document as a form has it: whatever was typed, right or wrong. */
export interface Draft {
	/** By the fields' names: `lines` as one text, `sources` as a list of ids. */
	texts: Record<string, string>;
	sources: Record<string, string[]>;
	claims: Record<string, DraftClaim[]>;
	body: string;
}

const MOST_CLAIMS = 200;

/** Reads a posted form; what is missing is empty. */
export function readDraft(shape: Shape, posted: URLSearchParams): Draft {
	const text = (name: string) => tidy(posted.get(name) ?? "");
	const draft: Draft = { texts: {}, sources: {}, claims: {}, body: shape.body ? text("body") : "" };
	for (const { name, type } of shape.fields) {
		if (type === "sources") draft.sources[name] = posted.getAll(name);
		else if (type === "claims" || type === "people") {
			const count = Math.min(Number(posted.get(`${name}.length`)) || 0, MOST_CLAIMS);
			draft.claims[name] = Array.from({ length: count }, (_, i) => ({
				name: text(`${name}.${i}.name`),
				said_by: posted.get(`${name}.${i}.said_by`) ?? "",
				text: text(`${name}.${i}.text`),
				sources: posted.getAll(`${name}.${i}.sources`),
			}));
		} else draft.texts[name] = text(name);
	}
	return draft;
}

/** A form's fields for a document that is there; without one, empty, with one claim to begin with. */
export function draftOf(shape: Shape, content?: { matter: object; body: string }): Draft {
	const matter = new Map<string, unknown>(Object.entries(content?.matter ?? {}));
	const draft: Draft = { texts: {}, sources: {}, claims: {}, body: content?.body ?? "" };
	for (const { name, type } of shape.fields) {
		const value = matter.get(name);
		if (type === "sources") draft.sources[name] = strings(value);
		else if (type === "claims" || type === "people")
			draft.claims[name] = Array.isArray(value) ? value.map(claimOf) : [emptyClaim];
		else draft.texts[name] = type === "lines" ? strings(value).join("\n") : typeof value === "string" ? value : "";
	}
	return draft;
}

/** A translation to begin with: who says what, and where, as in the source; the words are left to be written. */
export function skeletonOf(shape: Shape, source: { matter: object; body: string }): Draft {
	const { sources, claims, texts } = draftOf(shape, source);
	const same = shape.fields.filter(({ type }) => type === "day" || type === "place").map(({ name }) => name);
	return {
		sources,
		claims: Object.fromEntries(
			Object.entries(claims).map(([name, list]) => [name, list.map((claim) => ({ ...claim, name: "", text: "" }))]),
		),
		texts: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, same.includes(name) ? text : ""])),
		body: "",
	};
}

/** The front matter that a form says, to be checked: fields that are optional and empty are not there. */
export function matterOf(shape: Shape, draft: Draft): Record<string, unknown> {
	return Object.fromEntries(
		shape.fields.map((field) => [field.name, fieldValue(field, draft)]).filter(([, value]) => value !== undefined),
	);
}

function fieldValue({ name, type, optional }: Field, { texts, sources, claims }: Draft): unknown {
	switch (type) {
		case "sources":
			return sources[name];
		case "claims":
			return claims[name]?.map(({ said_by, text, sources }) => ({ said_by, text, sources }));
		case "people":
			return claims[name];
		case "lines":
			return (texts[name] ?? "").split("\n").flatMap((line) => line.trim() || []);
		default:
			return optional && texts[name] === "" ? undefined : texts[name];
	}
}

/** What a button of a list does to it, as the button posts it: `add claims`, `up claims 2`, `down claims 0`, `remove claims 1`. */
export function rearrange(draft: Draft, intent: string): Draft | undefined {
	const [, verb, name = "", at] = /^(add|up|down|remove) ([a-z]+)(?: (\d+))?$/.exec(intent) ?? [];
	const list = draft.claims[name];
	if (!verb || !list) return undefined;
	return { ...draft, claims: { ...draft.claims, [name]: rearranged(list, verb, Number(at)) } };
}

function rearranged(list: readonly DraftClaim[], verb: string, at: number): DraftClaim[] {
	const claim = list[at];
	if (verb === "add") return [...list, emptyClaim];
	if (!claim) return [...list];
	const others = list.filter((_, i) => i !== at);
	if (verb === "remove") return others;
	const to = Math.max(0, verb === "up" ? at - 1 : at + 1);
	return [...others.slice(0, to), claim, ...others.slice(to)];
}

/** Every text of a form by its field, to look for what cannot be taken. */
export function typedTexts(draft: Draft): [field: string, text: string][] {
	return [
		...Object.entries(draft.texts),
		...Object.entries(draft.claims).flatMap(([name, list]) =>
			list.flatMap((claim, i): [string, string][] => [
				[`${name}.${i}.name`, claim.name],
				[`${name}.${i}.text`, claim.text],
			]),
		),
		["body", draft.body],
	];
}

const emptyClaim: DraftClaim = { name: "", said_by: "", text: "", sources: [] };

function claimOf(value: unknown): DraftClaim {
	const { name, said_by, text, sources } = (value ?? {}) as Partial<Record<keyof DraftClaim, unknown>>;
	const word = (value: unknown) => (typeof value === "string" ? value : "");
	return { name: word(name), said_by: word(said_by), text: word(text), sources: strings(sources) };
}

function strings(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

// Normalising a line without end can take quadratic time (Unicode UAX #15): such a line stays as it was typed.
const NORMALISE_AT_MOST = 8_192;

function tidy(text: string): string {
	return text
		.replace(/\r\n?/g, "\n")
		.split("\n")
		.map((line) => (line.length > NORMALISE_AT_MOST ? line : line.normalize("NFC")))
		.join("\n");
}
