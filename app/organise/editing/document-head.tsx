import { type Locale, locales, type Translate } from "#app/i18n/translate.ts";
import { ErrorSummary, Notice } from "#app/ui/field.tsx";
import { editorAddress, momentIn, versionsAddress } from "./address.ts";
import { Difference } from "./difference-view.tsx";
import type { PostedForm } from "./edit.server.ts";
import type { Editor } from "./editor.server.ts";
import { languageName, problemList } from "./labels.ts";
import { stateWords, type TextState } from "./state.ts";

interface DocumentHeadProps {
	t: Translate;
	locale: Locale;
	slug: string;
	editor: Pick<Editor, "path" | "locale" | "zone" | "conflict" | "stale"> & { standing?: TextState };
	form?: Pick<PostedForm, "errors" | "refused" | "unsure" | "timing">;
	notYours?: boolean;
	/** What was just done, from the address. */
	done: string | null;
}

/** What is to be known before the form: what was done, what is wrong, how the text stands, what its source says now. */
export function DocumentHead({ t, locale, slug, editor, form, notYours, done }: DocumentHeadProps) {
	const { path, zone, standing, conflict, stale } = editor;
	const errors = form ? problemList(t, form.errors) : [];
	const news = notYours ? t("organise.texts.not-yours") : newsOf(t, locale, editor, done);
	return (
		<>
			{news && <Notice>{news}</Notice>}
			{errors.length > 0 && <ErrorSummary title={t("organise.texts.errors")} errors={errors} />}
			{form?.timing && (
				<Notice>
					{t("organise.texts.errors.where", {
						field: t("organise.texts.schedule.title"),
						problem: t(`organise.texts.schedule.${form.timing}`),
					})}
				</Notice>
			)}
			{form?.refused && (
				<Notice>
					{t("organise.texts.kept")} {t(`organise.texts.problem.${form.refused}`)}
				</Notice>
			)}
			{form?.unsure && <Notice>{t("organise.texts.remove.unsure")}</Notice>}
			{conflict && (
				<>
					<Notice>{t("organise.texts.conflict", { number: conflict.number })}</Notice>
					<h2>{t("organise.texts.conflict.title")}</h2>
					<Difference t={t} changes={conflict.changes} lang={editor.locale} />
				</>
			)}
			<p>
				{t("organise.texts.state", {
					state: stateWords(t, locale, zone, standing && { ...standing, stale: stale?.locale }).join("; "),
				})}
			</p>
			<ul className="ways">
				<li>
					<a href={`/organise/campaigns/${slug}/texts`}>{t("organise.texts.all")}</a>
				</li>
				{standing && (
					<li>
						<a href={versionsAddress(slug, editor.locale, path)}>{t("organise.texts.versions")}</a>
					</li>
				)}
			</ul>
			<nav aria-label={t("organise.texts.languages")}>
				<ul className="ways">
					{locales
						.filter((other) => other !== editor.locale)
						.map((other) => (
							<li key={other}>
								<a href={editorAddress(slug, other, path)} lang={other}>
									{languageName(other)}
								</a>
							</li>
						))}
				</ul>
			</nav>
			{stale && (
				<section className="stale-source" aria-labelledby="stale">
					<h2 id="stale">{t("organise.texts.stale.title")}</h2>
					<Difference t={t} changes={stale.changes} lang={stale.locale} />
				</section>
			)}
		</>
	);
}

function newsOf(t: Translate, locale: Locale, { standing, zone }: DocumentHeadProps["editor"], done: string | null) {
	if (done === "saved" || done === "published" || done === "cancelled" || done === "restored")
		return t(`organise.texts.done.${done}`);
	if (done === "scheduled" && standing?.schedule)
		return t("organise.texts.done.scheduled", { moment: momentIn(t, locale, zone, new Date(standing.schedule.dueAt)) });
	return undefined;
}
