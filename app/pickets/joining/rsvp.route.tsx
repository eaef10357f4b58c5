import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { retryAfter, unlessAway } from "#app/web/away.ts";
import { readForm } from "#app/web/form.ts";
import { visitorOrigin } from "#app/web/links.ts";
import { localeOf, refuse, seeOther, slugOf } from "#app/web/page.ts";
import { JoinForm } from "../join-form.tsx";
import { findJoinable } from "./joinable.server.ts";
import { parseRsvp, typedRsvp } from "./parse-rsvp.ts";
import { joinPicket } from "./rsvp.server.ts";
import { emptyRsvpForm, type RsvpErrors } from "./rsvp-fields.ts";

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const fields = await readForm(request);
	const form = parseRsvp(fields);
	if (!form.ok) return data({ ...form, notice: undefined }, 422);
	const asTyped = { values: typedRsvp(fields), errors: {} as RsvpErrors };
	if (!app.limits.take(visitor.network, `pickets/${slug}`))
		return data({ ...asTyped, notice: "picket.join.too-many" as const }, 429);

	const picket = await unlessAway(findJoinable(app.db, slug, form.secret));
	if (!picket) throw refuse(404);
	const joined =
		picket === "away"
			? picket
			: await unlessAway(
					joinPicket(app.db, app.keys, picket, {
						locale,
						email: form.email,
						party: form.party,
						suspect: form.trap || app.blocksNetwork(visitor.network),
						origin: visitorOrigin(app.settings, visitor, request.url),
					}),
				);
	if (joined === "away")
		return data({ ...asTyped, notice: "picket.join.away" as const }, { status: 503, headers: retryAfter });
	if (joined.state === "over") throw refuse(409);
	if (joined.state === "address") {
		const errors: RsvpErrors = { email: "picket.join.email.needed" };
		return data({ ...asTyped, errors, notice: undefined }, 422);
	}
	if (joined.state === "busy") return data({ ...asTyped, notice: "picket.join.busy" as const }, 429);
	if (joined.state === "counted") throw seeOther(`/${locale}/attend/${joined.token}`);
	app.wakeMailer();
	throw seeOther(`/${locale}/pickets/${slug}/check-your-email`);
}

export async function loader({ params, context }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	if (context.method !== "POST") throw seeOther(`/${locale}/pickets/${slug}`);
	const found = await unlessAway(findJoinable(context.app.db, slug, ""));
	const picket = found === "away" ? undefined : found;
	return {
		locale,
		slug,
		// An unlisted one is known by its secret link alone: nothing is said of it here.
		picket: picket && {
			title: picket.title,
			language: picket.language,
			sample: picket.sample,
			level: picket.addressLevel,
			capacity: picket.capacity,
		},
		demonstration: context.app.settings.demonstration,
	};
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** The form as it was posted, with what kept it from being taken. */
export default function RsvpRoute() {
	const { locale, slug, picket, demonstration } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={`/pickets/${slug}`} demonstration={demonstration}>
			<article className="narrow">
				{picket ? <h1 lang={picket.language}>{picket.title}</h1> : <h1>{t("picket.join.title")}</h1>}
				{picket?.sample && <p className="notice">{t("picket.page.sample")}</p>}
				<JoinForm
					locale={locale}
					slug={slug}
					addressLevel={picket?.level ?? "public"}
					capacity={picket?.capacity}
					values={posted?.values ?? emptyRsvpForm}
					errors={posted?.errors}
					notice={posted?.notice && t(posted.notice)}
				/>
			</article>
		</Shell>
	);
}
