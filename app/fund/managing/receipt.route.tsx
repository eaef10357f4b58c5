import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse } from "#app/web/page.ts";
import { receiptRows } from "../receipts/facts.ts";
import { coverIn } from "../receipts/promise.server.ts";
import { Rows } from "./facts.tsx";
import { findOwnDonation } from "./own-donation.server.ts";
import { hasArrived } from "./shown.ts";
import { aboutPapers } from "./stated.ts";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const found = await findOwnDonation(app.db, app.keys, params.token ?? "");
	const gift = found.state === "found" ? found.donation.gifts.find(({ id }) => id === params.gift) : undefined;
	if (found.state !== "found" || !gift || !hasArrived(gift)) throw refuse(404);
	const { donation } = found;
	const facts = {
		...aboutPapers(donation, locale),
		total: gift.amount,
		cover: coverIn(gift, donation),
		currency: gift.currency,
		day: gift.day,
		monthly: donation.frequency === "monthly",
	};
	const home = `/donations/${params.token}`;
	const { demonstration } = app.settings;
	const { state, id } = gift;
	return { locale, home, id, state, rows: receiptRows(facts, locale), demonstration };
}

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** The receipt of one payment, to print. */
export default function ReceiptRoute() {
	const { locale, home, id, state, rows, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={`${home}/receipts/${id}`} demonstration={demonstration} quiet>
			<article className="narrow">
				<h1>{t("donation.receipt.title")}</h1>
				<Rows locale={locale} rows={[...rows, ["gift.fact.state", t(`donation.gift.${state}`)]]} />
				<p className="hint">{t("donation.receipt.tax")}</p>
				<ul className="ways">
					<li>
						<a href={`/${locale}${home}`}>{t("donation.back")}</a>
					</li>
				</ul>
			</article>
		</Shell>
	);
}
