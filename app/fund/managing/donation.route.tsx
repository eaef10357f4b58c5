import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { retryAfter } from "#app/web/away.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { keptOffers } from "../giving/offers.server.ts";
import { LINK_DAYS } from "../receipts/link.server.ts";
import { accountOf } from "./account.server.ts";
import { changeWords } from "./change-words.server.ts";
import { DonationPage } from "./donation-page.tsx";
import { cardPage, manageMonthly, type Wish } from "./manage.server.ts";
import { OverPage } from "./over-page.tsx";
import { findOwnDonation } from "./own-donation.server.ts";
import { parseChange } from "./parse-change.ts";
import { type DonationSaid, shownOf } from "./shown.ts";

const wishes: Readonly<Record<string, Wish>> = { end: { to: "end" }, pause: { to: "pause" }, resume: { to: "resume" } };

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const fields = await readForm(request);
	const found = await findOwnDonation(app.db, app.keys, token);
	if (found.state !== "found") return data<DonationSaid>({}, found.state === "over" ? 410 : 404);
	const { donation } = found;
	const home = seeOther(`/${locale}/donations/${token}`);
	const intent = fields.get("intent") ?? "";
	// To end it is refused to nobody; what has ended asks Stripe nothing more.
	const mayPost = intent === "end" || app.takesOfGift(app.limits, visitor.network, donation.id);
	if (!mayPost) {
		const typed = Object.fromEntries(
			(["amount", "display_name", "dedication"] as const).flatMap((field) =>
				fields.has(field) ? [[field, text(fields, field)]] : [],
			),
		);
		return data<DonationSaid>({ notice: "donation.too-many", typed }, 429);
	}
	if (intent === "words") {
		const typed = { display_name: text(fields, "display_name"), dedication: text(fields, "dedication") };
		const words = { displayName: typed.display_name, dedication: typed.dedication };
		const wrong = await changeWords(app.db, app.keys, donation, words);
		if (!wrong) throw home;
		const { displayName, dedication } = wrong;
		const errors = {
			...(displayName && { display_name: { key: displayName } }),
			...(dedication && { dedication: { key: dedication } }),
		};
		return data<DonationSaid>({ wrong: errors, typed }, 422);
	}
	if (!app.stripe) throw refuse(409);
	const managing = { db: app.db, keys: app.keys, stripe: app.stripe, origin: siteOrigin(app.settings, request.url) };
	if (intent === "card") {
		const opened = await cardPage(managing, donation, locale);
		if (opened === "unreachable") return unreachable();
		if (opened === "gone") throw home;
		throw new Response(null, { status: 303, headers: { Location: opened.url } });
	}
	let wish = wishes[intent];
	if (intent === "change") {
		const currency = donation.monthly?.currency ?? donation.currency;
		const read = parseChange(fields, currency, await keptOffers(app.db, donation.campaignId), locale);
		if ("wrong" in read)
			return data<DonationSaid>({ wrong: { amount: read.wrong }, typed: { amount: text(fields, "amount") } }, 422);
		wish = { to: "change", ...read };
	}
	if (!wish) throw refuse(409);
	const done = await manageMonthly(managing, donation, wish);
	if (done === "unreachable") return unreachable();
	if (done === "done") app.wakeMailer();
	throw home;
}

function unreachable() {
	return data<DonationSaid>({ notice: "donation.unreachable" }, { status: 503, headers: retryAfter });
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const page = { locale, path: `/donations/${params.token}`, demonstration: app.settings.demonstration };
	const found = await findOwnDonation(app.db, app.keys, params.token ?? "");
	if (found.state !== "found") {
		// After a post its action has set the status.
		const status = method === "POST" ? undefined : found.state === "over" ? 410 : 404;
		return data({ ...page, shown: undefined, days: LINK_DAYS }, { status });
	}
	const { donation } = found;
	const account = donation.way === "transfer" ? await accountOf(app.db, donation.campaignId) : null;
	const shown = { donation: shownOf(donation, app.stripe !== undefined), account };
	return data({ ...page, shown, days: LINK_DAYS });
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

/** Says nothing of what it is: titles stay in histories and lists of open pages. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** A gift's own page, for whoever has its link; opening it changes nothing. */
export default function DonationRoute() {
	const { locale, path, demonstration, shown, days } = useLoaderData<typeof loader>();
	const said: DonationSaid = useActionData<typeof action>() ?? {};
	return (
		<Shell locale={locale} path={path} demonstration={demonstration} quiet>
			{shown ? (
				<DonationPage locale={locale} path={`/${locale}${path}`} {...shown} {...said} />
			) : (
				<OverPage locale={locale} days={days} />
			)}
		</Shell>
	);
}
