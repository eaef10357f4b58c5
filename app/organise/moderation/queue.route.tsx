import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text, unreadable } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { petitionsOf } from "../petitions/quarantine.server.ts";
import { campaignOf } from "../signed-in.ts";
import { kinds } from "./kinds.ts";
import { LanguageFilter } from "./language-filter.tsx";
import { claimItem, claimNext, waiting } from "./queue.server.ts";
import { QueueList } from "./queue-list.tsx";
import { queueAddress, readingOf } from "./reading.ts";
import { longestNote, readShift, setHold, writeNote } from "./shift.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, keys } = context.app;
	const fields = await readForm(request);
	const reading = readingOf(request);
	const home = queueAddress(campaign.slug, reading);
	const id = text(fields, "item");
	switch (text(fields, "intent")) {
		case "next": {
			const next = await claimNext(db, campaign.id, organiser.id, reading);
			throw seeOther(queueAddress(campaign.slug, reading, next));
		}
		case "claim": {
			const moved = isId(id) && (await claimItem(db, { campaignId: campaign.id, id }, organiser.id, "claim"));
			if (!moved) throw refuse(404);
			throw seeOther(queueAddress(campaign.slug, reading, id));
		}
		case "hold":
		case "release": {
			await setHold(db, campaign.id, organiser.id, text(fields, "intent") === "hold");
			throw seeOther(home);
		}
		case "note": {
			const note = text(fields, "note");
			if (note.length > longestNote || unreadable(note)) return data({ note, wrong: true }, 422);
			await writeNote(db, keys, campaign.id, organiser.id, note);
			throw seeOther(home);
		}
		default:
			throw refuse(404);
	}
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, keys } = context.app;
	const reading = readingOf(request);
	const [{ items, more }, shift, petitions] = await Promise.all([
		waiting(db, campaign.id, organiser.id, reading),
		readShift(db, keys, campaign.id),
		petitionsOf(db, campaign.id),
	]);
	const listed = items.map((item) => ({ ...item, label: kinds[item.kind]?.label ?? ("organise.kind.other" as const) }));
	return {
		...{ desk: deskOf(context, params, request), slug: campaign.slug, items: listed, more, reading },
		...{ shift, petitions, longestNote },
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.queue.title")) : [];

/** What waits for a reader, and how the shift is kept. */
export default function QueueRoute() {
	const { desk, slug, items, more, reading, shift, petitions, longestNote } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const home = `/organise/campaigns/${slug}`;
	return (
		<DeskShell desk={desk} title={t("organise.queue.title")}>
			{shift.hold && <p className="notice">{t("organise.queue.holding")}</p>}
			{shift.note && (
				<section aria-labelledby="handover">
					<h2 id="handover">{t("organise.queue.note")}</h2>
					<p className="letter">{shift.note.text}</p>
					<p className="hint">
						{shift.note.by} {formatDay(shift.note.day, desk.locale)}
					</p>
				</section>
			)}
			<LanguageFilter t={t} reading={reading} />
			{items.length > 0 ? (
				<form method="post">
					<button type="submit" name="intent" value="next" className="large">
						{t("organise.queue.next")}
					</button>
				</form>
			) : (
				<p>{t("organise.queue.empty")}</p>
			)}
			<QueueList t={t} slug={slug} reading={reading} items={items} />
			{more > 0 && <p>{t("organise.queue.more", { n: more })}</p>}
			<form method="post">
				<h2>{t("organise.queue.hold")}</h2>
				<p>{t("organise.queue.hold.text")}</p>
				<button type="submit" name="intent" value={shift.hold ? "release" : "hold"} className="quiet">
					{t(shift.hold ? "organise.queue.release" : "organise.queue.hold.button")}
				</button>
			</form>
			<form method="post">
				<h2>{t("organise.queue.note.write")}</h2>
				{posted?.wrong && <Notice>{t("organise.queue.note.wrong", { most: longestNote })}</Notice>}
				<label htmlFor="note">{t("organise.queue.note.label")}</label>
				<textarea
					id="note"
					name="note"
					rows={4}
					maxLength={longestNote}
					defaultValue={posted?.note ?? shift.note?.text}
				/>
				<button type="submit" name="intent" value="note" className="quiet">
					{t("organise.save")}
				</button>
			</form>
			<ul className="ways">
				{petitions.map((petition) => (
					<li key={petition}>
						<a href={`${home}/petitions/${petition}`}>
							{t("organise.quarantine.title")}: {petition}
						</a>
					</li>
				))}
				<li>
					<a href={`${home}/shown`}>{t("organise.shown.title")}</a>
				</li>
				<li>
					<a href={`${home}/answers`}>{t("organise.answers.title")}</a>
				</li>
			</ul>
		</DeskShell>
	);
}
