import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { type Fields, readForm, text } from "#app/web/form.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { SourceFields } from "./source-fields.tsx";
import { addSource, changeSource, removeSource, sourcesIn } from "./sources.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, pagesChanged } = context.app;
	const fields = await readForm(request);
	const intent = text(fields, "intent");
	const words = wordsOf(fields);
	const change = { campaignId: campaign.id, actor: organiser.id };
	const home = `/organise/campaigns/${campaign.slug}/texts/sources` as const;
	if (intent === "remove") {
		const removed = await removeSource(db, { ...change, id: words.id });
		if (removed === "gone") throw refuse(404);
		if (removed === "cited") return data({ at: words.id, words, errors: {}, cited: true }, 409);
	} else {
		const saved = await (intent === "add" ? addSource : changeSource)(db, { ...change, words });
		if (saved === "gone") throw refuse(404);
		if (saved !== "saved")
			return data({ at: intent === "add" ? "" : words.id, words, errors: saved, cited: false }, 422);
	}
	pagesChanged("at once");
	throw seeOther(home);
}

function wordsOf(fields: Fields) {
	const [id, cite, date, url, language] = ["id", "cite", "date", "url", "language"].map((name) => text(fields, name));
	return { id: id ?? "", cite: cite ?? "", date: date ?? "", url: url ?? "", language: language ?? "" };
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		sources: await sourcesIn(context.app.db, campaign.id),
		mayWrite: campaign.roles.has("writer"),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.texts.sources") : "Yntymaq");

/** What a campaign's texts cite. */
export default function SourcesRoute() {
	const { desk, slug, sources, mayWrite } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const none = { id: "", cite: "", date: "", url: "", language: "en" };
	return (
		<DeskShell desk={desk} title={t("organise.texts.sources")}>
			<ul className="ways">
				<li>
					<a href={`/organise/campaigns/${slug}/texts`}>{t("organise.texts.all")}</a>
				</li>
			</ul>
			{posted?.cited && <Notice>{t("organise.texts.source.still-cited")}</Notice>}
			<ol className="texts">
				{sources.map((source) => (
					<li key={source.id}>
						<p>
							<strong>{source.id}</strong> {source.cite}, {source.date}{" "}
							<small>{t("organise.texts.source.cited", { count: source.cited })}</small>
						</p>
						{mayWrite && (
							<details open={posted?.at === source.id && !posted.cited}>
								<summary>
									{t("organise.texts.source.change")}
									<span className="unseen">: {source.id}</span>
								</summary>
								<form method="post">
									<input type="hidden" name="id" value={source.id} />
									<SourceFields
										t={t}
										at={source.id}
										words={posted?.at === source.id ? posted.words : source}
										errors={posted?.at === source.id ? posted.errors : {}}
									/>
									<p className="buttons">
										<button type="submit" name="intent" value="change">
											{t("organise.texts.source.save")}
										</button>
										{source.cited === 0 && (
											<button type="submit" name="intent" value="remove" className="quiet">
												{t("organise.texts.source.remove")}
											</button>
										)}
									</p>
								</form>
							</details>
						)}
					</li>
				))}
			</ol>
			{mayWrite && (
				<form method="post">
					<h2>{t("organise.texts.source.add")}</h2>
					<SourceFields
						t={t}
						at=""
						words={posted?.at === "" ? posted.words : none}
						errors={posted?.at === "" ? posted.errors : {}}
					/>
					<button type="submit" name="intent" value="add">
						{t("organise.texts.source.add")}
					</button>
				</form>
			)}
		</DeskShell>
	);
}
