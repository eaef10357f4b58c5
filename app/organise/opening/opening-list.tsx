import { isLocale, type MessageKey, type Translate, translator } from "#app/i18n/translate.ts";
import type { Opening } from "./opening.server.ts";
import { whereToFill } from "./where.ts";

interface OpeningListProps {
	t: Translate;
	/** The campaign's slug. */
	campaign: string;
	opening: Opening;
	/** Whether the reader may open and close it. */
	administers: boolean;
}

/** What the campaign or one public form waits for, each line with the place where it is filled, and the button that publishes or opens it. */
export function OpeningList({ t, campaign, opening, administers }: OpeningListProps) {
	const { thing, slug, title, state, items } = opening;
	const missing = items.filter(({ done }) => !done).length;
	const id = slug ? `${thing}-${slug}` : thing;
	return (
		<section aria-labelledby={id}>
			<h2 id={id}>{title ? `${t(`organise.opening.${thing}`)}: ${title}` : t(`organise.opening.${thing}`)}</h2>
			<p>
				<strong>{t(stateWords(thing, state))}</strong>{" "}
				{missing > 0 && t("organise.opening.missing", { count: missing })}
			</p>
			<ul className="checklist">
				{items.map((line) => (
					<li key={`${line.item} ${line.locale}`} className={line.done ? "done" : "missing"}>
						<strong>{t(line.done ? "organise.opening.done" : "organise.opening.to-do")}</strong>{" "}
						<a href={whereToFill(campaign, thing, line, slug)}>{words(t, thing, line)}</a>
					</li>
				))}
			</ul>
			<ul className="ways">
				<li>
					<a href={`/organise/campaigns/${campaign}/previews/${thing}${slug ? `?petition=${slug}` : ""}`}>
						{t("organise.opening.preview")}
					</a>
				</li>
			</ul>
			{administers && hasButton(opening) && (
				<form method="post">
					<input type="hidden" name="intent" value={`${state === "open" ? "close" : "open"} ${thing}`} />
					{slug && <input type="hidden" name="petition" value={slug} />}
					<button type="submit">{t(buttonOf(thing, state))}</button>
				</form>
			)}
		</section>
	);
}

const states = { "not open": "not-open", open: "open", closed: "closed", over: "over" } as const;

function stateWords(thing: Opening["thing"], state: Opening["state"]): MessageKey {
	if (thing !== "campaign") return `organise.opening.state.${states[state]}`;
	if (state === "not open") return "organise.opening.campaign.unpublished";
	return state === "open" ? "organise.opening.campaign.published" : "organise.opening.campaign.closed";
}

/** A campaign is published once; a form opens, closes and opens again, until it is over. */
function hasButton({ thing, state, items }: Opening): boolean {
	const complete = items.every(({ done }) => done);
	if (thing === "campaign") return state === "not open" && complete && items.length > 0;
	return state === "open" || (state !== "over" && complete);
}

function buttonOf(thing: Opening["thing"], state: Opening["state"]): MessageKey {
	if (thing === "campaign") return "organise.opening.publish";
	if (state === "open") return "organise.opening.close";
	return state === "closed" ? "organise.opening.reopen" : "organise.opening.open";
}

/** A line of a checklist in words, with the language that it is asked in by its own name. */
function words(t: Translate, thing: Opening["thing"], { item, locale }: Opening["items"][number]): string {
	const line = t(`organise.opening.${thing}.${item}` as MessageKey);
	return isLocale(locale) ? `${line} (${translator(locale)("language.name")})` : line;
}
