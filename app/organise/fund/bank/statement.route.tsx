import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { gapsOf } from "#app/fund/bank/balances.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Choice, Field, Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { siteOrigin } from "#app/web/links.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { bringStatement } from "./act.server.ts";
import { readUpload } from "./read-upload.ts";

/** Numbers of lines that are named: whoever has more has the wrong kind of file. */
const NAMED = 10;

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const { file, otherAccount } = await readUpload(request);
	const desk = { campaign, by: organiser.id, origin: siteOrigin(app.settings, request.url) };
	const came = await bringStatement(app, desk, file, otherAccount);
	if ("refused" in came) {
		const lines = "lines" in came ? came.lines.slice(0, NAMED).join(", ") : "";
		return data({ came: undefined, gaps: [], refused: came.refused, lines }, 422);
	}
	app.wakeMailer();
	const gaps = (await gapsOf(app.db, campaign.id)).map(({ currency, after, before }) => ({
		currency,
		after: formatDay(after, organiser.locale),
		before: formatDay(before, organiser.locale),
	}));
	return data({ came, gaps, refused: undefined, lines: "" });
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	return { desk: deskOf(context, params, request), slug: campaign.slug };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.bank.statement") : "Yntymaq");

const outcomes = [
	"lines",
	"batches",
	"known",
	"gift",
	"held",
	"payout",
	"aid",
	"fees",
	"unallocated",
	"overdrawn",
] as const;

/** A file of the bank, and what became of its lines. The same file again adds nothing. */
export default function StatementRoute() {
	const { desk, slug } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const came = posted?.came;
	return (
		<DeskShell desk={desk} title={t("organise.bank.statement")}>
			{posted?.refused && <Notice>{t(`organise.bank.refused.${posted.refused}`, { lines: posted.lines })}</Notice>}
			{came && came.differs > 0 && <Notice>{t("organise.bank.came.differs")}</Notice>}
			{posted?.gaps.map(({ after, before, currency }) => (
				<p className="notice" key={`${currency} ${before}`}>
					{t("organise.bank.gap", { after, before, currency })}
				</p>
			))}
			{came && (
				<section aria-labelledby="came">
					<h2 id="came">{t("organise.bank.came")}</h2>
					<dl className="facts">
						{outcomes
							.filter((outcome) => outcome === "lines" || came[outcome] > 0)
							.map((outcome) => (
								<div key={outcome}>
									<dt>{t(`organise.bank.came.${outcome}`)}</dt>
									<dd>{came[outcome]}</dd>
								</div>
							))}
					</dl>
					<ul className="ways">
						<li>
							<a href={`/organise/campaigns/${slug}/fund/bank#open`}>
								{came.unallocated > 0
									? t("organise.bank.came.wait", { count: came.unallocated })
									: t("organise.bank.title")}
							</a>
						</li>
						{came.held > 0 && (
							<li>
								<a href={`/organise/campaigns/${slug}/fund/held`}>{t("organise.held-gifts.title")}</a>
							</li>
						)}
					</ul>
				</section>
			)}
			<p>{t("organise.bank.statement.text")}</p>
			<form method="post" encType="multipart/form-data">
				<Field name="statement" label={t("organise.bank.file")} hint={t("organise.bank.file.hint")}>
					{(attributes) => <input {...attributes} type="file" accept=".xml,.csv,text/csv,application/xml" required />}
				</Field>
				<Choice
					type="checkbox"
					name="other_account"
					label={t("organise.bank.other-account")}
					hint={t("organise.bank.other-account.hint")}
					checked={false}
				/>
				<button type="submit">{t("organise.bank.bring")}</button>
			</form>
		</DeskShell>
	);
}
