import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { formatAmount, keptOffers } from "#app/fund/bank/desk.server.ts";
import { readCash } from "#app/fund/cash/cash-desk.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { type Translate, translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { type Fields, readForm, text } from "#app/web/form.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { namesOf } from "../../people/names.server.ts";
import { campaignOf } from "../../signed-in.ts";
import { type CashDesk, countCash, enterCash } from "./act.server.ts";
import { CashForms, fieldOf } from "./cash-forms.tsx";
import { parseCount, parseNewBox } from "./parse-cash.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const desk = { campaignId: campaign.id, by: organiser.id, locale: organiser.locale };
	const intent = (["new", "count"] as const).find((one) => one === text(fields, "intent"));
	if (!intent) throw refuse(404);
	const no = intent === "new" ? await enter(context, desk, fields) : await count(context, desk, fields);
	if (no) return data({ no, intent, values: Object.fromEntries(fields) }, 422);
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/cash`);
}

type Context = ActionFunctionArgs["context"];

async function enter({ app }: Context, desk: CashDesk, fields: Fields) {
	const form = parseNewBox(fields);
	if ("no" in form) return form.no;
	const opened = await enterCash(app, desk, form);
	return "no" in opened ? opened.no : undefined;
}

async function count({ app }: Context, desk: CashDesk, fields: Fields) {
	const form = parseCount(fields);
	if (!form) return "unknown" as const;
	const counted = await countCash(app, desk, form);
	if ("no" in counted) return counted.no;
	return counted.became === "differs" ? counted.became : undefined;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, keys, now } = context.app;
	const [{ boxes, sums }, offers] = await Promise.all([readCash(db, campaign.id), keptOffers(db, campaign.id)]);
	const people = boxes.flatMap(({ counts }) => counts.map(({ by }) => by));
	const names = await namesOf(db, keys, people);
	const { locale } = organiser;
	return {
		desk: deskOf(context, params, request),
		currencies: offers.map(({ currency }) => currency),
		today: now().toISOString().slice(0, 10),
		sums: sums.map(({ currency, balance }) => formatAmount(balance, currency, locale)),
		boxes: boxes.map(({ number, currency, takenOn, state, amount, counts }) => ({
			number,
			state,
			day: formatDay(takenOn, locale),
			amount: amount === null ? null : formatAmount(amount, currency, locale),
			counts: counts.map((one) => ({
				name: names.get(one.by) ?? "",
				amount: one.amount === null ? "" : formatAmount(one.amount, currency, locale),
			})),
		})),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.cash.title") : "Yntymaq");

/** Cash: what there is, boxes that wait for a second count, boxes that were counted. */
export default function CashRoute() {
	const { desk, currencies, today, sums, boxes } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.cash.title")}>
			{posted && !fieldOf(posted.intent, posted.no) && <Notice>{t(`organise.cash.no.${posted.no}`)}</Notice>}
			<p>{t("organise.cash.text")}</p>
			<p>{sums.length === 0 ? t("organise.cash.none") : t("organise.cash.there", { amounts: sums.join(", ") })}</p>
			<CashForms t={t} currencies={currencies} today={today} posted={posted} />
			<section aria-labelledby="boxes">
				<h2 id="boxes">{t("organise.cash.boxes")}</h2>
				{boxes.length === 0 && <p>{t("organise.cash.boxes.none")}</p>}
				<ul>
					{boxes.map((box) => (
						<li key={box.number}>
							<strong>{t("organise.cash.box", { number: box.number })}</strong> ({box.day}): {stateText(t, box)}
						</li>
					))}
				</ul>
			</section>
		</DeskShell>
	);
}

interface ShownBox {
	state: "entered" | "differs" | "counted";
	amount: string | null;
	counts: { name: string; amount: string }[];
}

function stateText(t: Translate, { state, amount, counts }: ShownBox): string {
	if (state === "entered") return t("organise.cash.entered", { name: counts[0]?.name ?? "" });
	const names = counts.map(({ name }) => name).join(", ");
	if (state === "counted") return t("organise.cash.is-counted", { amount: amount ?? "", names });
	return t("organise.cash.differs", { counts: counts.map((one) => `${one.name}: ${one.amount}`).join("; ") });
}
