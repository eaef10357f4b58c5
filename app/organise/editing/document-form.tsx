import type { Locale, Translate } from "#app/i18n/translate.ts";
import { Choice, Field } from "#app/ui/field.tsx";
import { momentIn } from "./address.ts";
import type { DraftErrors } from "./check.server.ts";
import { DocumentFields } from "./document-fields.tsx";
import type { Editor } from "./editor.server.ts";
import { languageName } from "./labels.ts";
import livePreview from "./live-preview.js?url";
import { Preview } from "./preview.tsx";
import type { When } from "./when.ts";

interface DocumentFormProps {
	t: Translate;
	locale: Locale;
	editor: Omit<Editor, "standing"> & { standing?: { schedule?: object } };
	form?: {
		errors: DraftErrors;
		follows: boolean;
		note: string;
		when: When;
		timing?: string;
		both?: readonly [Date | string, Date | string];
	};
}

/** The form of a document: its fields, what it is translated from, and what becomes of it. Enter saves. */
export function DocumentForm({ t, locale, editor, form }: DocumentFormProps) {
	const { stale, preview, own, maySave, mayPublish, mayRemove } = editor;
	return (
		<>
			{preview && <Preview t={t} preview={preview} sources={editor.sources} lang={editor.locale} />}
			<form method="post" className="editor">
				<input type="hidden" name="base" value={editor.base} />
				{editor.seen.map(({ locale, id }) => (
					<input key={locale} type="hidden" name={`seen.${locale}`} value={id} />
				))}
				{maySave && <SaveButtons t={t} />}
				{/* Whoever may only read gets no buttons that would be refused. */}
				<fieldset className="field" disabled={!maySave}>
					<DocumentFields t={t} editor={editor} errors={form?.errors ?? {}} />
				</fieldset>
				<SaidFrom t={t} editor={editor} own={own} />
				{stale && (
					<Choice
						type="checkbox"
						name="follows"
						label={t("organise.texts.stale.follows")}
						checked={form?.follows ?? false}
					/>
				)}
				<Field name="note" label={t("organise.texts.note")}>
					{(attributes) => <input type="text" {...attributes} maxLength={500} defaultValue={form?.note} />}
				</Field>
				{maySave && <SaveButtons t={t} />}
				{maySave && mayPublish && (
					<>
						<p className="buttons">
							<button type="submit" name="intent" value="publish">
								{t("organise.texts.publish")}
							</button>
						</p>
						<Later t={t} locale={locale} zone={editor.zone} form={form} />
					</>
				)}
			</form>
			{maySave && editor.shape.body && <script type="module" src={livePreview} />}
			{editor.standing?.schedule && mayPublish && (
				<form method="post">
					<button type="submit" name="intent" value="cancel" className="quiet">
						{t("organise.texts.schedule.cancel")}
					</button>
				</form>
			)}
			{mayRemove && (
				<form method="post">
					<Choice type="checkbox" name="sure" label={t("organise.texts.remove.sure")} checked={false} />
					<button type="submit" name="intent" value="remove" className="quiet">
						{t("organise.texts.remove")}
					</button>
				</form>
			)}
		</>
	);
}

function SaveButtons({ t }: { t: Translate }) {
	return (
		<p className="buttons">
			<button type="submit" name="intent" value="save" className="quiet">
				{t("organise.texts.save")}
			</button>
			<button type="submit" name="intent" value="preview" className="quiet" formAction="#preview">
				{t("organise.texts.preview")}
			</button>
		</p>
	);
}

interface SaidFromProps {
	t: Translate;
	editor: Pick<DocumentFormProps["editor"], "from" | "seen">;
	/** May also write in this language first. */
	own: boolean;
}

function SaidFrom({ t, editor: { from, seen }, own }: SaidFromProps) {
	if (seen.length === 0) return null;
	return (
		<Field name="said-from" label={t("organise.texts.from")}>
			{(attributes) => (
				<select {...attributes} defaultValue={from}>
					{own && <option value="">{t("organise.texts.from.own")}</option>}
					{seen.map(({ locale }) => (
						<option key={locale} value={locale}>
							{t("organise.texts.from.language", { language: languageName(locale) })}
						</option>
					))}
				</select>
			)}
		</Field>
	);
}

interface LaterProps extends Pick<DocumentFormProps, "t" | "locale" | "form"> {
	zone: string;
}

function Later({ t, locale, zone, form }: LaterProps) {
	const wrong = form?.timing as "wrong" | "past" | "gap" | "overlap" | undefined;
	return (
		<fieldset className="field">
			<legend>{t("organise.texts.schedule.title")}</legend>
			<Field
				name="at"
				label={t("organise.texts.schedule.at", { zone })}
				error={wrong && t(`organise.texts.schedule.${wrong}`)}
			>
				{(attributes) => <input type="datetime-local" {...attributes} defaultValue={form?.when.at} />}
			</Field>
			{form?.both?.map((moment, i) => {
				const which = i === 0 ? "earlier" : "later";
				const words = momentIn(t, locale, "UTC", new Date(moment));
				return (
					<Choice
						key={which}
						type="radio"
						name="overlap"
						value={which}
						label={t(`organise.texts.schedule.${which}`, { moment: words })}
						checked={form.when.overlap === which}
					/>
				);
			})}
			<button type="submit" name="intent" value="schedule" className="quiet">
				{t("organise.texts.schedule")}
			</button>
		</fieldset>
	);
}
