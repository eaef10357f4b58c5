import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { parseAnswer } from "./answer-form.ts";
import { readyAnswers } from "./answers.server.ts";
import { AnswersForms } from "./answers-forms.tsx";
import { changeProtected, removeAnswer, writeAnswer } from "./settings.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const fields = await readForm(request);
	const home = `/organise/campaigns/${campaign.slug}/answers` as const;
	const wrong = (what: "answer" | "name") => data({ wrong: what, typed: [...fields] }, 422);
	const id = text(fields, "answer");
	switch (text(fields, "intent")) {
		case "answer": {
			const answer = parseAnswer(fields);
			if (!answer.ok) return wrong("answer");
			await writeAnswer(app, campaign.id, organiser.id, answer);
			break;
		}
		case "delete":
			if (!isId(id) || !(await removeAnswer(app, campaign.id, organiser.id, id))) throw refuse(404);
			break;
		case "protect":
		case "unprotect": {
			const protect = text(fields, "intent") === "protect";
			if (!(await changeProtected(app, campaign.id, organiser.id, text(fields, "name"), protect))) return wrong("name");
			break;
		}
		default:
			throw refuse(404);
	}
	throw seeOther(home);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const answers = await readyAnswers(context.app.db, campaign.id);
	const mayWrite = campaign.roles.has("administrator");
	return { desk: deskOf(context, params, request), slug: campaign.slug, answers, mayWrite };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.answers.title")) : [];

/** Answers that are written beforehand, and names that no page may show unread. */
export default function AnswersRoute() {
	const { desk, slug, answers, mayWrite } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.answers.title")}>
			{posted && <Notice>{t(`organise.answers.wrong.${posted.wrong}`)}</Notice>}
			<p>{t("organise.answers.text")}</p>
			{answers.map(({ id, kind, slug: name, sample, editions }) => (
				<section key={id} aria-labelledby={id}>
					<h2 id={id}>
						{t(kind === "report" ? "organise.kind.report" : "organise.kind.contact")}: {name}
					</h2>
					{sample && <p className="notice">{t("organise.answers.sample")}</p>}
					{Object.entries(editions).map(([locale, { title, body }]) => (
						<details key={locale} lang={locale}>
							<summary>{title}</summary>
							<p className="letter">{body}</p>
						</details>
					))}
					{mayWrite && (
						<form method="post">
							<input type="hidden" name="answer" value={id} />
							<button type="submit" name="intent" value="delete" className="quiet">
								{t("organise.answers.delete", { name })}
							</button>
						</form>
					)}
				</section>
			))}
			{mayWrite && <AnswersForms t={t} typed={new Map(posted?.typed)} />}
			<p>
				<a href={`/organise/campaigns/${slug}/queue`}>{t("organise.queue.back")}</a>
			</p>
		</DeskShell>
	);
}
