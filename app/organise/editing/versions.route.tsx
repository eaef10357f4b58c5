import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { serialOf } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { documentIn, editorAddress, momentIn } from "./address.ts";
import { changesBetween } from "./difference.ts";
import { Difference } from "./difference-view.tsx";
import { languageName } from "./labels.ts";
import { restoreVersion } from "./restore.server.ts";
import { textsOf } from "./standings.server.ts";
import { zoneOf } from "./texts-list.server.ts";
import { versionsById, versionsIn } from "./versions.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { locale, path } = documentIn(params);
	const fields = await readForm(request);
	const [number, base] = [serialOf(text(fields, "version")), serialOf(text(fields, "base"))];
	if (number === undefined || base === undefined) throw refuse(404);
	const { db } = context.app;
	const editing = {
		...{ campaignId: campaign.id, path, locale, actor: organiser.id, roles: campaign.roles },
		zone: await zoneOf(db, campaign.id),
	};
	const restored = await restoreVersion(db, editing, { number, base, locale: organiser.locale });
	if (restored === "gone") throw refuse(404);
	if (restored === "restored") throw seeOther(`${editorAddress(campaign.slug, locale, path)}?done=restored`);
	const status = restored === "not-yours" ? 403 : restored === "conflict" ? 409 : 422;
	return data({ refused: restored }, status);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const { locale, path } = documentIn(params);
	const { app } = context;
	const [[text], all, zone] = await Promise.all([
		textsOf(app.db, campaign.id, path),
		versionsIn(app.db, app.keys, campaign.id, path, locale),
		zoneOf(app.db, campaign.id),
	]);
	if (!text) throw refuse(404);
	const asked = new URL(request.url).searchParams;
	const [newest, before] = all;
	const right = all.find(({ number }) => number === serialOf(asked.get("to"))) ?? newest;
	const left = all.find(({ number }) => number === serialOf(asked.get("from"))) ?? before;
	const ids = [left, right].flatMap((one) => (one ? [one.id] : []));
	const words = await versionsById(app.db, app.keys, campaign.id, path, ids);
	const [from, to] = [left, right].map((one) => words.find(({ id }) => id === one?.id));
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		...{ locale, path, zone },
		title: text.standings.get(locale)?.title || path,
		published: text.standings.get(locale)?.published?.number,
		base: newest?.number ?? 0,
		versions: all.map(({ number, savedAt, author, note }) => ({ number, savedAt, author, note })),
		compared: from && to && { from: from.number, to: to.number, changes: changesBetween(from, to) },
		mayRestore: campaign.roles.has("writer") || campaign.roles.has("translator"),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.texts.versions.of", { title: data.title }) : "Yntymaq");

/** All versions of a document in one language, the difference of any two, and the way back. */
export default function VersionsRoute() {
	const page = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const { desk, slug, locale, path, zone, title, versions, compared, base, mayRestore } = page;
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={`${t("organise.texts.versions.of", { title })} · ${languageName(locale)}`}>
			{posted && (
				<Notice>
					{posted.refused === "conflict"
						? t("organise.texts.conflict", { number: base })
						: t(posted.refused === "citation" ? "organise.texts.problem.citation" : "organise.texts.not-yours")}
				</Notice>
			)}
			<ul className="ways">
				<li>
					<a href={editorAddress(slug, locale, path)}>{t("organise.texts.open")}</a>
				</li>
			</ul>
			{versions.length === 0 && <p>{t("organise.texts.versions.none")}</p>}
			{compared && (
				<form method="get">
					{(["from", "to"] as const).map((name) => (
						<div className="field" key={name}>
							<label htmlFor={name}>{t(`organise.texts.versions.${name}`)}</label>
							<select id={name} name={name} defaultValue={compared[name]}>
								{versions.map(({ number }) => (
									<option key={number} value={number}>
										{t("organise.texts.version", { number })}
									</option>
								))}
							</select>
						</div>
					))}
					<button type="submit" className="quiet">
						{t("organise.texts.versions.compare")}
					</button>
				</form>
			)}
			{compared && (
				<section aria-labelledby="difference">
					<h2 id="difference">{t("organise.texts.versions.difference", { from: compared.from, to: compared.to })}</h2>
					<Difference t={t} changes={compared.changes} lang={locale} />
				</section>
			)}
			{versions.length > 0 && <h2>{t("organise.texts.versions")}</h2>}
			<ol className="texts">
				{versions.map(({ number, savedAt, author, note }) => (
					<li key={number}>
						<p>
							<strong>{t("organise.texts.version", { number })}</strong>{" "}
							{number === page.published && <small>({t("organise.texts.state.published")})</small>}{" "}
							{t("organise.texts.version.by", {
								moment: momentIn(t, desk.locale, zone, new Date(savedAt)),
								author: author ?? t("organise.texts.version.import"),
							})}
						</p>
						{note && <p>{note}</p>}
						{mayRestore && number !== base && (
							<form method="post">
								<input type="hidden" name="base" value={base} />
								<button type="submit" name="version" value={number} className="quiet">
									{t("organise.texts.restore", { number })}
								</button>
							</form>
						)}
					</li>
				))}
			</ol>
		</DeskShell>
	);
}
