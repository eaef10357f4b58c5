import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { isBatch, MOST_LINES, MOST_SHEETS } from "#app/petitions/paper/batches.server.ts";
import type { SheetNotDone } from "#app/petitions/paper/count-sheet.server.ts";
import { readSerial } from "#app/petitions/paper/serial.server.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { type Fields, readForm, text } from "#app/web/form.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { actOnSheet, countSheet, makeSheets } from "./act.server.ts";
import { BatchList } from "./batch-list.tsx";
import { CountForm } from "./count-form.tsx";
import { MakeForm } from "./make-form.tsx";
import { readPaper } from "./paper.server.ts";
import { parseBatchForm, parseSheetForm } from "./parse.ts";
import { WaitingSheets } from "./waiting-sheets.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const at = { campaignId: campaign.id, by: organiser.id };
	const no = text(fields, "intent") === "make" ? await make(context, at, fields) : await act(context, at, fields);
	if (no) return data({ no, serial: text(fields, "serial") }, no === "asked" ? 202 : 422);
	throw seeOther(`/organise/campaigns/${campaign.slug}/paper`);
}

type Context = ActionFunctionArgs["context"];
type At = { campaignId: number; by: string };
/** Why it was not done; undefined when it was. */
/** Or what still takes another one: it has been asked for. */
type No = SheetNotDone | "asked" | "serial" | "numbers" | "batch" | undefined;

async function make({ app }: Context, at: At, fields: Fields): Promise<No> {
	const batch = parseBatchForm(fields);
	if (!batch) throw refuse(404);
	if (!isBatch(batch)) return "batch";
	if ((await makeSheets(app, { ...at, ...batch })) === undefined) throw refuse(404);
	return undefined;
}

async function act({ app }: Context, { campaignId, by }: At, fields: Fields): Promise<No> {
	const form = parseSheetForm(fields);
	if (!form) throw refuse(404);
	const serial = readSerial(form.serial);
	if (!serial) return "serial";
	const { intent: kind, rows, refused } = form;
	const mends = kind === "recount" || kind === "void";
	if (!mends && (rows === undefined || refused === undefined)) return "numbers";
	const done = mends
		? await actOnSheet(app, campaignId, serial, { kind, by })
		: await countSheet(app, campaignId, serial, { by, rows: rows ?? 0, refused: refused ?? 0 });
	if ("asked" in done) return "asked";
	return "refused" in done ? done.refused : undefined;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const paper = await readPaper(context.app, campaign.id, organiser.locale);
	const most = { sheets: MOST_SHEETS, lines: MOST_LINES };
	return { desk: deskOf(context, params, request), slug: campaign.slug, most, ...paper };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.paper.title")) : [];

/** Signatures on paper: what counts, what waits for a second person, sheets to print. */
export default function PaperRoute() {
	const { desk, slug, most, petitions, batches, waiting } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const { locale } = desk;
	const t = translator(locale);
	return (
		<DeskShell desk={desk} title={t("organise.paper.title")}>
			{posted && <Notice>{t(`organise.paper.no.${posted.no}`, most)}</Notice>}
			<p>{t("organise.paper.text")}</p>
			<ul>
				{petitions.map((petition) => (
					<li key={petition.slug}>
						<a href={`/organise/campaigns/${slug}/petitions/${petition.slug}`}>{petition.title}</a>:{" "}
						{t("organise.paper.total", { count: petition.paper })}
						{petition.open && (
							<>
								{" "}
								<a href={`/${locale}/petitions/${petition.slug}/sheet`}>{t("organise.paper.open-form")}</a>
							</>
						)}
					</li>
				))}
			</ul>
			<CountForm t={t} serial={posted?.serial} />
			<WaitingSheets t={t} waiting={waiting} />
			<BatchList t={t} locale={locale} campaign={slug} batches={batches} />
			<MakeForm t={t} petitions={petitions} most={most} />
		</DeskShell>
	);
}
