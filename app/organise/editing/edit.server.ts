import { type DocumentKind, kindOf } from "#app/campaigns/content/check-document.server.ts";
import { isLocale, type Locale } from "#app/i18n/translate.ts";
import { serialOf } from "#app/web/is-id.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Role } from "../access.ts";
import { checkDraft, type DraftErrors } from "./check.server.ts";
import { removeText } from "./documents.server.ts";
import { type Draft, readDraft, rearrange } from "./draft.ts";
import { shapes } from "./fields.ts";
import { mayPublish, maySave } from "./may.ts";
import { publishVersion, type Refused } from "./publish.server.ts";
import { saveText } from "./save.server.ts";
import { cancelSchedule, scheduleVersion } from "./schedule.server.ts";
import { sourcesIn } from "./sources.server.ts";
import { staleSince } from "./stale.ts";
import { type TextRow, textsOf } from "./standings.server.ts";
import { type DueTime, dueTime, readWhen, type When } from "./when.ts";

/** Who edits which document. */
export interface Editing {
	campaignId: number;
	zone: string;
	path: string;
	locale: Locale;
	/** The organiser's id. */
	actor: string;
	roles: ReadonlySet<Role>;
}

/** The form as it was posted, and what is to be said of it. */
export interface PostedForm {
	draft: Draft;
	errors: DraftErrors;
	/** Number of the version that the form says it follows. */
	base: number;
	/** The language that it is translated from; empty for none. */
	from: string;
	follows: boolean;
	note: string;
	when: When;
	preview: boolean;
	/** Why the time cannot be taken. */
	timing?: Exclude<DueTime, { dueAt: Date }>["wrong"] | "past";
	/** The two moments to choose from, where the clocks show a time twice. */
	both?: readonly [Date, Date];
	/** The version that somebody else saved meanwhile. */
	conflictId?: number;
	/** It was saved, and could not come before readers. */
	refused?: Refused;
	unsure?: boolean;
}

/** What a post has come to. */
export type Edited =
	| { outcome: "done"; what: "saved" | "published" | "scheduled" | "cancelled" | "removed" }
	| { outcome: "form"; status: 200 | 409 | 422; form: PostedForm }
	| { outcome: "not-yours" }
	| { outcome: "gone" };

/** Does what a button of the editor's form says. Buttons that only rearrange or preview write nothing. */
export async function editText(db: Db, editing: Editing, posted: URLSearchParams): Promise<Edited> {
	const { campaignId, path, locale, actor, roles } = editing;
	const kind = kindOf(path);
	const [text] = await textsOf(db, campaignId, path);
	if (!kind || !text) return { outcome: "gone" };
	const form = readPosted(kind, posted);
	const intent = posted.get("intent") ?? "";
	const again = (status: 200 | 409 | 422, more: Partial<PostedForm>): Edited => ({
		outcome: "form",
		status,
		form: { ...form, ...more },
	});

	const rearranged = rearrange(form.draft, intent);
	if (rearranged) return again(200, { draft: rearranged });
	if (intent === "preview") return again(200, { preview: true });
	if (intent === "remove") {
		if (!roles.has("writer")) return { outcome: "not-yours" };
		if (posted.get("sure") !== "on") return again(422, { unsure: true });
		return (await removeText(db, { campaignId, actor, path }))
			? { outcome: "done", what: "removed" }
			: { outcome: "gone" };
	}
	if (intent === "cancel") {
		if (!mayPublish(roles)) return { outcome: "not-yours" };
		await inTransaction(db, (trx) => cancelSchedule(trx, { campaignId, path, locale, actor }));
		return { outcome: "done", what: "cancelled" };
	}
	return save(db, editing, { kind, text, form, intent, posted, again });
}

interface Posting {
	kind: DocumentKind;
	text: TextRow;
	form: PostedForm;
	intent: string;
	posted: URLSearchParams;
	again(status: 200 | 409 | 422, more: Partial<PostedForm>): Edited;
}

async function save(db: Db, editing: Editing, { kind, text, form, intent, posted, again }: Posting): Promise<Edited> {
	const { campaignId, path, locale, actor, roles, zone } = editing;
	const { from } = form;
	const others = [...text.standings].filter(([language]) => language !== locale);
	const isSource = others.some(([, standing]) => standing.from?.locale === locale);
	if (!maySave(roles, { from: from || undefined, isSource, isOriginal: isOriginal(text, locale) }))
		return { outcome: "not-yours" };
	const shown = intent === "publish" || intent === "schedule";
	if (shown && !mayPublish(roles)) return { outcome: "not-yours" };
	const fromId = from ? sourceOf(text, locale, form, posted) : null;
	if (fromId === undefined) return { outcome: "gone" };

	const known = new Set((await sourcesIn(db, campaignId)).map(({ id }) => id));
	const checked = checkDraft(kind, form.draft, known);
	if ("errors" in checked) return again(422, { errors: checked.errors });
	const due = intent === "schedule" ? dueTime(form.when, zone) : undefined;
	if (due && "wrong" in due) return again(422, { timing: due.wrong, ...("both" in due && { both: due.both }) });

	return inTransaction(db, async (trx): Promise<Edited> => {
		const saving = { campaignId, path, locale, author: actor, content: checked.content, fromId, ...form };
		const saved = await saveText(trx, saving);
		if (saved.outcome === "gone") return { outcome: "gone" };
		if (saved.outcome === "conflict") return again(409, { base: saved.latest, conflictId: saved.latestId });
		if (due) {
			const scheduled = await scheduleVersion(trx, { campaignId, versionId: saved.id, actor, dueAt: due.dueAt });
			if (scheduled === "past") return again(422, { base: saved.number, timing: "past" });
			return scheduled === "gone" ? { outcome: "gone" } : { outcome: "done", what: "scheduled" };
		}
		if (intent !== "publish") return { outcome: "done", what: "saved" };
		const published = await publishVersion(trx, campaignId, saved.id, actor);
		if (published.outcome === "refused") return again(422, { base: saved.number, refused: published.problem });
		return published.outcome === "gone" ? { outcome: "gone" } : { outcome: "done", what: "published" };
	});
}

/** Written in this language: nothing that its versions say was ever translated. */
function isOriginal({ standings }: TextRow, locale: Locale): boolean {
	const standing = standings.get(locale);
	return standing !== undefined && standing.from === undefined;
}

/** The version of the source that the words say: the one that was shown, or still the old one until its changes are in. */
function sourceOf(
	text: TextRow,
	locale: Locale,
	{ from, follows }: PostedForm,
	posted: URLSearchParams,
): number | undefined {
	const before = text.standings.get(locale)?.from;
	if (before?.locale === from && !follows && staleSince(text.standings, locale)) return before.id;
	return from !== locale && isLocale(from) ? serialOf(posted.get(`seen.${from}`)) : undefined;
}

function readPosted(kind: DocumentKind, posted: URLSearchParams): PostedForm {
	return {
		draft: readDraft(shapes[kind], posted),
		errors: {},
		base: serialOf(posted.get("base")) ?? 0,
		from: posted.get("said-from") ?? "",
		follows: posted.get("follows") === "on",
		note: (posted.get("note") ?? "").trim().slice(0, 500),
		when: readWhen(posted),
		preview: false,
	};
}
