import { allVoices, kindOf } from "#app/campaigns/content/check-document.server.ts";
import { linkCitations, type Source, sourcesOf } from "#app/campaigns/preview.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { UnsavedMail } from "../mailings/unsaved-mail.server.ts";
import { changesBetween, type PartChange } from "./difference.ts";
import { type Draft, draftOf, matterOf, skeletonOf } from "./draft.ts";
import type { Editing, PostedForm } from "./edit.server.ts";
import { type Shape, shapes } from "./fields.ts";
import { mayPublish, maySave } from "./may.ts";
import { signedWords } from "./publish-petition.server.ts";
import { sourceNow, staleSince } from "./stale.ts";
import { type TextRow, type TextStanding, textsOf } from "./standings.server.ts";
import { versionsById } from "./versions.server.ts";

/** Everything that the page of one document in one language shows. */
export type Editor = NonNullable<Awaited<ReturnType<typeof openEditor>>>;

/** How a document is opened. */
interface Opening {
	/** `YYYY-MM-DD` in the campaign's zone. */
	today: string;
	/** As it was just posted. */
	form?: PostedForm;
	/** What a draft would be as a mail, for its preview. */
	mail?(draft: Draft): Promise<UnsavedMail | undefined>;
}

/**
 * Opens a document in a language: as it was saved last, or as it was just posted.
 * @returns undefined where there is no such document
 */
export async function openEditor(db: Db, keys: KeyRing, editing: Editing, { today, form, mail }: Opening) {
	const { campaignId, path, locale, roles, zone } = editing;
	const kind = kindOf(path);
	const [text] = await textsOf(db, campaignId, path);
	if (!kind || path === "petition" || !text) return undefined;
	const standing = text.standings.get(locale);
	const stale = staleSince(text.standings, locale);
	const from = form?.from ?? standing?.from?.locale ?? (standing ? "" : originalOf(text, locale));
	const source = from ? text.standings.get(from) : undefined;
	const sourceMark = source && sourceNow(source, standing?.from?.locale === from ? standing.from : source.latest);
	const ids = [standing?.latest.id, sourceMark?.id, stale?.before.id, stale?.now.id, form?.conflictId];
	const [versions, sources, signed, called] = await Promise.all([
		versionsById(
			db,
			keys,
			campaignId,
			path,
			ids.filter((id) => id !== undefined),
		),
		sourcesOf(db, campaignId),
		kind === "petition" ? signedWords(db, campaignId, path, locale) : ("none" as const),
		kind === "campaign" && !standing ? namesOf(db, campaignId, locale) : undefined,
	]);
	const byId = new Map(versions.map((version) => [version.id, version]));
	const latest = standing && byId.get(standing.latest.id);
	const sourceVersion = sourceMark && byId.get(sourceMark.id);
	const shape = signed === "none" ? withoutCorrection(shapes[kind]) : shapes[kind];
	const draft = form?.draft ?? begin(shape, { latest, source: sourceVersion, standing, today, signed, called });
	const others = [...text.standings].filter(([language]) => language !== locale);
	const isSource = others.some(([, { from }]) => from?.locale === locale);
	const isOriginal = standing !== undefined && standing.from === undefined;
	return {
		path,
		locale,
		kind,
		shape,
		zone,
		voices: [...allVoices],
		sources,
		draft,
		title: latest ? standing.title : "",
		base: form?.base ?? standing?.latest.number ?? 0,
		standing: standing && flat(standing),
		from,
		/** Languages that it can be said to be translated from, with the version that is shown. */
		seen: others.map(([language, other]) => ({
			locale: language as Locale,
			id: language === from && sourceMark ? sourceMark.id : (other.published ?? other.latest).id,
		})),
		source: sourceVersion && { locale: from as Locale, draft: draftOf(shape, sourceVersion) },
		stale: stale && { locale: stale.locale as Locale, changes: between(byId, stale.before.id, stale.now.id) },
		conflict: conflictWith(byId, form, shape),
		preview: form?.preview ? { ...previewOf(draft, shape, sources), mail: await mail?.(draft) } : undefined,
		// Where another language can be named, a translator is asked to.
		own: roles.has("writer"),
		maySave: maySave(roles, { from: roles.has("writer") ? undefined : from || undefined, isSource, isOriginal }),
		mayPublish: mayPublish(roles),
		mayRemove: roles.has("writer") && (kind === "timeline" || kind === "update"),
	};
}

/** The language that others say, the first of several; empty where the document is in no language yet. */
function originalOf({ standings }: TextRow, locale: Locale): string {
	const others = [...standings].filter(([language]) => language !== locale);
	return (others.find(([, { from }]) => !from) ?? others[0])?.[0] ?? "";
}

function withoutCorrection({ fields, body }: Shape): Shape {
	return { fields: fields.filter(({ name }) => name !== "correction"), body };
}

async function namesOf(db: Db, campaignId: number, locale: string) {
	return db
		.selectFrom("campaign_editions")
		.where("campaign_id", "=", campaignId)
		.where("locale", "=", locale)
		.select(["title", "neutral_title"])
		.executeTakeFirst();
}

interface Beginning {
	latest?: { matter: object; body: string };
	source?: { matter: object; body: string };
	standing?: TextStanding;
	today: string;
	signed: "none" | "current" | "earlier";
	/** What the campaign was called when it was made, by the fields' names. */
	called?: Record<string, string>;
}

/** What is published begins its next change: an update says on which day, a petition has nothing to correct yet. */
function begin(shape: Shape, { latest, source, standing, today, signed, called }: Beginning): Draft {
	if (!latest) {
		const empty = source ? skeletonOf(shape, source) : draftOf(shape);
		return { ...empty, texts: { ...empty.texts, ...called } };
	}
	const draft = draftOf(shape, latest);
	if (standing?.published?.id !== standing?.latest.id) return draft;
	const { date } = draft.texts;
	return {
		...draft,
		texts: {
			...draft.texts,
			...(date && date < today && { revised: today }),
			...(signed === "current" && { correction: "" }),
		},
	};
}

function flat({ latest, published, savedAt, schedule }: TextStanding) {
	return { number: latest.number, published: published?.number, savedAt, schedule };
}

type Contents = ReadonlyMap<number, { number: number; matter: object; body: string }>;

function between(byId: Contents, before: number, now: number): PartChange[] {
	const [old, new_] = [byId.get(before), byId.get(now)];
	return old && new_ ? changesBetween(old, new_) : [];
}

/** What somebody else saved meanwhile, and how what was posted differs from it. */
function conflictWith(byId: Contents, form: PostedForm | undefined, shape: Shape) {
	const theirs = form?.conflictId === undefined ? undefined : byId.get(form.conflictId);
	if (!theirs || !form) return undefined;
	const mine = { matter: matterOf(shape, form.draft), body: form.draft.body };
	return { number: theirs.number, changes: changesBetween(theirs, mine) };
}

/** Markdown with the sources' numbers, by the renderer of the public pages. */
function previewOf(draft: Draft, shape: Shape, sources: readonly Source[]) {
	return { fields: shape.fields, draft, body: linkCitations(draft.body, sources) };
}
