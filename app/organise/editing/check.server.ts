import {
	type Content,
	checkDocument,
	type DocumentKind,
	type Problem,
} from "#app/campaigns/content/check-document.server.ts";
import { unreadable } from "#app/web/form.ts";
import { type Draft, matterOf, typedTexts } from "./draft.ts";
import { shapes } from "./fields.ts";

/** Why a field of a form is refused. */
export interface FieldError {
	problem: Problem | "unreadable" | "dated-otherwise";
	/** Characters, where it is too long. */
	most?: number;
}

/** By the fields' names, as `claims.0.sources`; the first thing that is wrong with each. */
export type DraftErrors = Record<string, FieldError>;

/**
 * Checks what a form says as the import checks a file, and puts each refusal beside the field that it is about.
 * @param known ids of the campaign's sources
 */
export function checkDraft(
	kind: DocumentKind,
	draft: Draft,
	known: ReadonlySet<string>,
): { content: Content } | { errors: DraftErrors } {
	const shape = shapes[kind];
	// What a correction says stands beside the petition, not in it.
	const { correction, ...matter } = matterOf(shape, draft);
	const checked = checkDocument(kind, { matter, body: draft.body }, known);
	const errors: DraftErrors = {};
	for (const [field, text] of typedTexts(draft)) if (unreadable(text)) errors[field] = { problem: "unreadable" };
	for (const { field, problem, most } of "issues" in checked ? checked.issues : [])
		errors[
			fieldFor(
				shape.fields.map(({ name, type }) => [name, type]),
				field,
			)
		] ??= { problem, ...(most && { most }) };
	if (!("content" in checked) || Object.keys(errors).length > 0) return { errors };
	if (kind !== "petition") return checked;
	const said = typeof correction === "string" ? correction.trim() : "";
	return { content: { ...checked.content, matter: { ...checked.content.matter, correction: said } } };
}

/** A list that is asked for as one field has its errors there, whichever of its items they are about. */
function fieldFor(fields: readonly (readonly [name: string, type: string])[], field: string): string {
	const [name = ""] = field.split(".");
	const type = fields.find(([own]) => own === name)?.[1];
	return type === "claims" || type === "people" ? field : name;
}

/** Whether a document may stand before readers with the sources that there are now. */
export function isPublishable(kind: DocumentKind, { matter, body }: Content, known: ReadonlySet<string>): boolean {
	const { correction: _, sample: __, ...own } = matter as { correction?: unknown; sample?: unknown };
	return "content" in checkDocument(kind, { matter: own, body }, known);
}
